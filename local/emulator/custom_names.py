"""custom_names.py: refuses to create a resource whose template names one that exists. MiniStack
overwrites it, and the rollback then deletes it.

Source: CloudFormation user guide, "Name type" (names are unique, so that a template with names
cannot be deployed twice) and "Resource type handler contract" (a create handler must not create a
resource that exists). CreateTopic returns a topic that exists, so the create handler looks first:
aws-cloudformation/aws-cloudformation-resource-providers-sns, CreateHandler.
"""

from when_loaded import patch_provisioner


def roles():
    from ministack.services import iam

    return iam._roles


def rules():
    from ministack.services import eventbridge

    return [key.split("|")[-1] for key in eventbridge._rules]


def schedule_groups():
    from ministack.services import scheduler

    return scheduler._schedule_groups


def queues():
    from ministack.services import sqs

    return sqs._queue_name_to_url


def topics():
    from ministack.services import sns

    return [topic["name"] for topic in sns._topics.values()]


NAMES = {
    "AWS::IAM::Role": ("RoleName", roles),
    "AWS::Events::Rule": ("Name", rules),
    "AWS::Scheduler::ScheduleGroup": ("Name", schedule_groups),
    "AWS::SNS::Topic": ("TopicName", topics),
    "AWS::SQS::Queue": ("QueueName", queues),
}


def refuse_taken(resource_type: str, handlers: dict) -> None:
    create = handlers["create"]
    property_name, taken = NAMES[resource_type]

    def create_new(logical_id, properties, stack_name):
        name = properties.get(property_name)
        if name and name in taken():
            raise ValueError(f"Resource of type '{resource_type}' with identifier '{name}' already exists.")
        return create(logical_id, properties, stack_name)

    handlers["create"] = create_new


def patch_custom_names() -> None:
    for resource_type in NAMES:
        patch_provisioner(resource_type, lambda handlers, one=resource_type: refuse_taken(one, handlers))
