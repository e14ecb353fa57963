"""`AWS::CloudFormation::CustomResource` and `Custom::…`: what a template hands to a function or a topic.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
"""

import json
import uuid
from typing import Any, ClassVar

from localstack import config
from localstack.services.cloudformation.provider_utils import generate_default_name
from localstack.services.cloudformation.resource_provider import OperationStatus as Status
from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider, ResourceRequest

from caudal_localstack import settings
from caudal_localstack.cloudformation import custom_resource_answers as answers
from caudal_localstack.cloudformation.properties import half_made

_GIVEN = "CaudalGivenProperties"
"""Property of our own: the template's properties, beside which the attributes of the answer lie."""


class CustomResourceProvider(ResourceProvider):
    """Sends the request, then looks for the answer until it has come or LocalStack's time for a resource is over."""

    TYPE = "AWS::CloudFormation::CustomResource"
    SCHEMA: ClassVar[dict] = {
        "typeName": TYPE,
        "primaryIdentifier": ["/properties/PhysicalResourceId"],
        "createOnlyProperties": ["/properties/ServiceToken"],
        "properties": {"ServiceToken": {"type": "string"}, "ServiceTimeout": {"type": "integer"}},
        "handlers": {},
    }

    def create(self, request: ResourceRequest) -> ProgressEvent:
        """`RequestType: Create`."""
        given = dict(request.desired_state)
        return self._converse(request, "Create", given, {"ResourceProperties": as_text(given)})

    def update(self, request: ResourceRequest) -> ProgressEvent:
        """`RequestType: Update`; where that gives another physical id, also a `Delete` of the old resource.

        A roll-back wants all that was known of it: what the template gave is a part of that.
        """
        given = request.desired_state.get(_GIVEN) or dict(request.desired_state)
        before = request.previous_state or {}
        old = before.get(_GIVEN, {})
        old_id = before.get("PhysicalResourceId")
        more = {"PhysicalResourceId": old_id, "OldResourceProperties": as_text(old)}
        event = self._converse(request, "Update", given, {"ResourceProperties": as_text(given), **more})
        if event.status is Status.SUCCESS and event.resource_model["PhysicalResourceId"] != old_id:
            self._send(request, "Delete", old, {"ResourceProperties": as_text(old), "PhysicalResourceId": old_id})
        return event

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        """`RequestType: Delete`. One that was never made has nothing to delete."""
        model = request.previous_state or request.desired_state
        if "PhysicalResourceId" not in model:
            return ProgressEvent(Status.SUCCESS, resource_model={})
        given = model.get(_GIVEN, {})
        more = {"ResourceProperties": as_text(given), "PhysicalResourceId": model["PhysicalResourceId"]}
        return self._converse(request, "Delete", given, more)

    def _converse(self, request: ResourceRequest, kind: str, given: dict, more: dict) -> ProgressEvent:
        waiting = request.custom_context.get("answer")
        if waiting is None or not answers.is_expected(waiting):
            context = {"answer": self._send(request, kind, given, more)}
            return ProgressEvent(Status.IN_PROGRESS, resource_model=request.desired_state, custom_context=context)
        answer = answers.take(waiting)
        if answer is None:
            return ProgressEvent(Status.IN_PROGRESS, resource_model=request.desired_state)
        identifier = answer.get("PhysicalResourceId") or more.get("PhysicalResourceId")
        model = {**given, **(answer.get("Data") or {}), "PhysicalResourceId": identifier, _GIVEN: given}
        if answer.get("Status") == "SUCCESS" and identifier:
            return ProgressEvent(Status.SUCCESS, resource_model=model)
        model["PhysicalResourceId"] = identifier or generate_default_name(
            request.stack_name, request.logical_resource_id
        )
        return half_made(model, _reason(answer))

    def _send(self, request: ResourceRequest, kind: str, given: dict, more: dict) -> str:
        """Gives the id under which the answer comes."""
        identifier = answers.expect()
        token = given["ServiceToken"]
        message = json.dumps(
            {
                "RequestType": kind,
                "ServiceToken": token,
                "ResponseURL": f"http://{settings.HOST}:{config.GATEWAY_LISTEN[0].port}{answers.PATH}{identifier}",
                "StackId": request.stack_id,
                "RequestId": str(uuid.uuid4()),
                "LogicalResourceId": request.logical_resource_id,
                "ResourceType": request.resource_type,
                **more,
            }
        )
        if ":sns:" in token:
            request.aws_client_factory.sns.publish(TopicArn=token, Message=message)
        else:
            request.aws_client_factory.lambda_.invoke(FunctionName=token, InvocationType="Event", Payload=message)
        return identifier


def _reason(answer: dict) -> str:
    if answer.get("Status") == "SUCCESS":
        return "Invalid PhysicalResourceId"
    status, reason = answer.get("Status"), answer.get("Reason")
    return f"Received response status [{status}] from custom resource. Message returned: {reason}"


def as_text(value: Any) -> Any:
    """Properties as CloudFormation sends them: numbers and booleans as text."""
    match value:
        case dict():
            return {name: as_text(each) for name, each in value.items()}
        case list():
            return [as_text(each) for each in value]
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case _:
            return value
