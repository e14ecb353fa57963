"""`AWS::Logs::ResourcePolicy`, which LocalStack's CloudFormation passes over without a word.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-resourcepolicy.html
"""

from typing import ClassVar

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider, ResourceRequest

from caudal_localstack.cloudformation.properties import succeeded


class LogPolicyProvider(ResourceProvider):
    """A policy of CloudWatch Logs; another name makes another one. It is kept and shown; nothing asks it for leave."""

    TYPE = "AWS::Logs::ResourcePolicy"
    SCHEMA: ClassVar[dict] = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/PolicyName"],
        "createOnlyProperties": ["/properties/PolicyName"],
        "required": ["PolicyName", "PolicyDocument"],
        "properties": {"PolicyName": {"type": "string"}, "PolicyDocument": {"type": "string"}},
        "handlers": {},
    }

    def create(self, request: ResourceRequest) -> ProgressEvent:
        """Puts it."""
        return self._put(request, {**request.desired_state})

    def update(self, request: ResourceRequest) -> ProgressEvent:
        """Puts the new document."""
        return self._put(request, {**(request.previous_state or {}), **request.desired_state})

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        """One that has gone already is no error."""
        logs, name = request.aws_client_factory.logs, request.desired_state["PolicyName"]
        try:
            logs.delete_resource_policy(policyName=name)
        except logs.exceptions.ResourceNotFoundException:
            request.logger.debug("resource policy %s had gone already", name)
        return succeeded({})

    @staticmethod
    def _put(request: ResourceRequest, model: dict) -> ProgressEvent:
        request.aws_client_factory.logs.put_resource_policy(
            policyName=model["PolicyName"], policyDocument=model["PolicyDocument"]
        )
        return succeeded(model)
