"""role_boundaries.py: roles of CloudFormation keep their PermissionsBoundary, which MiniStack's own provisioner drops.

Source: CloudFormation user guide, AWS::IAM::Role (PermissionsBoundary: an update without interruption).
"""

import importlib.abc
import importlib.util
import sys

PROVISIONERS = "ministack.services.cloudformation.provisioners"


class KeptBoundaries(importlib.abc.MetaPathFinder):
    """Waits for MiniStack to load its provisioners, which takes long and which most runs never need."""

    def find_spec(self, fullname, path, target=None):
        if fullname != PROVISIONERS:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            bound(module._RESOURCE_HANDLERS["AWS::IAM::Role"])

        spec.loader.exec_module = exec_module
        return spec


def bound(role: dict) -> None:
    from ministack.services import iam

    create, update = role["create"], role["update"]

    def bounded(made, properties):
        name, _ = made
        iam._roles[name]["PermissionsBoundary"] = properties.get("PermissionsBoundary") or None
        return made

    def bounded_create(logical_id, properties, stack_name):
        return bounded(create(logical_id, properties, stack_name), properties)

    def bounded_update(physical_id, before, properties, *others):
        return bounded(update(physical_id, before, properties, *others), properties)

    role["create"], role["update"] = bounded_create, bounded_update


def keep_boundaries() -> None:
    sys.meta_path.insert(0, KeptBoundaries())
