"""`AWS::CloudWatch::Alarm` that changes in place; with LocalStack's own provider such a deployment fails."""

from collections.abc import Callable

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceRequest
from localstack.services.cloudwatch.resource_providers.aws_cloudwatch_alarm import CloudWatchAlarmProvider
from localstack.utils.patch import patch


def let_alarms_change() -> None:
    """Gives the provider its update: `PutMetricAlarm` takes the place of what there was."""

    @patch(CloudWatchAlarmProvider.update)
    def update(
        _target: Callable[..., ProgressEvent], self: CloudWatchAlarmProvider, request: ResourceRequest
    ) -> ProgressEvent:
        request.desired_state.setdefault("AlarmName", request.previous_state["AlarmName"])
        return self.create(request)
