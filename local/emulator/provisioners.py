"""provisioners.py: patches MiniStack's provisioners of CloudFormation when they are loaded. Loading
them takes long, and most runs never do."""

import importlib.abc
import importlib.util
import sys

PROVISIONERS = "ministack.services.cloudformation.provisioners"


class ProvisionersPatch(importlib.abc.MetaPathFinder):
    def __init__(self, resource_type, patch):
        self.resource_type = resource_type
        self.patch = patch

    def find_spec(self, fullname, path, target=None):
        if fullname != PROVISIONERS:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            self.patch(module._RESOURCE_HANDLERS[self.resource_type])

        spec.loader.exec_module = exec_module
        return spec


def patch_provisioner(resource_type: str, patch) -> None:
    """Calls `patch` with the handlers of a type of resource: its create, update and delete."""
    sys.meta_path.insert(0, ProvisionersPatch(resource_type, patch))
