"""`AWS::CloudWatch::Dashboard`, which LocalStack's CloudFormation passes over without a word.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-dashboard.html
"""

from typing import ClassVar

from localstack.services.cloudformation.provider_utils import generate_default_name
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceRequest,
)


class DashboardProvider(ResourceProvider):
    """A dashboard; another name makes another one."""

    TYPE = "AWS::CloudWatch::Dashboard"
    SCHEMA: ClassVar[dict] = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/DashboardName"],
        "createOnlyProperties": ["/properties/DashboardName"],
        "required": ["DashboardBody"],
        "properties": {"DashboardName": {"type": "string"}, "DashboardBody": {"type": "string"}},
        "handlers": {},
    }

    def create(self, request: ResourceRequest) -> ProgressEvent:
        """Puts it, under a name made of those of stack and resource where the template gives none."""
        model = {**request.desired_state}
        model.setdefault("DashboardName", generate_default_name(request.stack_name, request.logical_resource_id))
        return self._put(request, model)

    def read(self, request: ResourceRequest) -> ProgressEvent:
        """Its name and body."""
        name = request.desired_state["DashboardName"]
        found = request.aws_client_factory.cloudwatch.get_dashboard(DashboardName=name)
        return _done({"DashboardName": name, "DashboardBody": found["DashboardBody"]})

    def update(self, request: ResourceRequest) -> ProgressEvent:
        """Puts the new body."""
        return self._put(request, {**(request.previous_state or {}), **request.desired_state})

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        """One that has gone already is no error."""
        name = request.desired_state["DashboardName"]
        request.aws_client_factory.cloudwatch.delete_dashboards(DashboardNames=[name])
        return _done({})

    @staticmethod
    def _put(request: ResourceRequest, model: dict) -> ProgressEvent:
        request.aws_client_factory.cloudwatch.put_dashboard(
            DashboardName=model["DashboardName"], DashboardBody=model["DashboardBody"]
        )
        return _done(model)


def _done(model: dict) -> ProgressEvent:
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=model)
