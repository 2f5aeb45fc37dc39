"""log_group_classes.py: lets CreateLogGroup accept the class ESSENTIALS, which MiniStack refuses.

Source: CloudWatch Logs API reference, CreateLogGroup (logGroupClass).
"""


def patch_log_group_classes() -> None:
    from ministack.services import cloudwatch_logs

    cloudwatch_logs._LOG_GROUP_CLASSES += ("ESSENTIALS",)
