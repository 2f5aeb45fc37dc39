"""role_boundaries.py: sets the PermissionsBoundary of roles that CloudFormation creates, which
MiniStack drops.

Source: CloudFormation user guide, AWS::IAM::Role (PermissionsBoundary: an update without
interruption).
"""

import importlib.abc
import importlib.util
import sys

PROVISIONERS = "ministack.services.cloudformation.provisioners"


class BoundaryPatch(importlib.abc.MetaPathFinder):
    """Patches MiniStack's provisioners when they are loaded: loading them takes long, and most runs
    never do."""

    def find_spec(self, fullname, path, target=None):
        if fullname != PROVISIONERS:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(fullname)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            set_boundaries(module._RESOURCE_HANDLERS["AWS::IAM::Role"])

        spec.loader.exec_module = exec_module
        return spec


def set_boundaries(role: dict) -> None:
    from ministack.services import iam

    create, update = role["create"], role["update"]

    def with_boundary(result, properties):
        name, _ = result
        iam._roles[name]["PermissionsBoundary"] = properties.get("PermissionsBoundary") or None
        return result

    def create_with_boundary(logical_id, properties, stack_name):
        return with_boundary(create(logical_id, properties, stack_name), properties)

    def update_with_boundary(physical_id, before, properties, *others):
        return with_boundary(update(physical_id, before, properties, *others), properties)

    role["create"], role["update"] = create_with_boundary, update_with_boundary


def patch_boundaries() -> None:
    sys.meta_path.insert(0, BoundaryPatch())
