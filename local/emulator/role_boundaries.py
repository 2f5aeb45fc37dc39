"""role_boundaries.py: sets the PermissionsBoundary of roles that CloudFormation creates, which
MiniStack drops.

Source: CloudFormation user guide, AWS::IAM::Role (PermissionsBoundary: an update without
interruption).
"""

from when_loaded import patch_provisioner


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
    patch_provisioner("AWS::IAM::Role", set_boundaries)
