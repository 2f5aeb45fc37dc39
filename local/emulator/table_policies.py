"""table_policies.py: sets the ResourcePolicy of tables that CloudFormation creates, which MiniStack
drops. A policy that was changed outside of the stack stays while the template's is the same.

Source: CloudFormation template reference, AWS::DynamoDB::Table ResourcePolicy.
"""

import json

from when_loaded import patch_provisioner


def set_policies(table: dict) -> None:
    from ministack.services import dynamodb

    create, update = table["create"], table["update"]

    def with_policy(result, properties):
        policy = properties.get("ResourcePolicy")
        if policy:
            document = json.dumps(policy["PolicyDocument"])
            dynamodb._put_resource_policy({"ResourceArn": result[1]["Arn"], "Policy": document})
        return result

    def create_with_policy(logical_id, properties, stack_name):
        return with_policy(create(logical_id, properties, stack_name), properties)

    def update_with_policy(physical_id, before, properties, *others):
        result = update(physical_id, before, properties, *others)
        if before.get("ResourcePolicy") == properties.get("ResourcePolicy"):
            return result
        return with_policy(result, properties)

    table["create"], table["update"] = create_with_policy, update_with_policy


def patch_table_policies() -> None:
    patch_provisioner("AWS::DynamoDB::Table", set_policies)
