"""when_loaded.py: patches modules of MiniStack's CloudFormation when they are loaded. Loading them
takes long, and most runs never do."""

import importlib.abc
import importlib.util
import sys

CLOUDFORMATION = "ministack.services.cloudformation"


class ModulePatch(importlib.abc.MetaPathFinder):
    def __init__(self, name, patch):
        self.name = name
        self.patch = patch

    def find_spec(self, fullname, path, target=None):
        if fullname != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            self.patch(module)

        spec.loader.exec_module = exec_module
        return spec


def patch_engine(patch) -> None:
    """Calls `patch` with the module that evaluates templates."""
    sys.meta_path.insert(0, ModulePatch(f"{CLOUDFORMATION}.engine", patch))


def patch_provisioner(resource_type: str, patch) -> None:
    """Calls `patch` with the handlers of a type of resource: its create, update and delete."""

    def patch_handlers(module):
        patch(module._RESOURCE_HANDLERS[resource_type])

    sys.meta_path.insert(0, ModulePatch(f"{CLOUDFORMATION}.provisioners", patch_handlers))
