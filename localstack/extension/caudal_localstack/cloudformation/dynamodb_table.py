"""`AWS::DynamoDB::Table`: LocalStack's own provider, which also changes tables, and takes up one that was kept."""

from collections.abc import Callable, Mapping

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider, ResourceRequest
from localstack.utils.sync import poll_condition

from caudal_localstack.cloudformation.dynamodb_changes import changes, index_difference, ttl_changes
from caudal_localstack.cloudformation.properties import adopted, failed, succeeded

Create = Callable[[ResourceProvider, ResourceRequest], ProgressEvent]

_CHANGE_TIMEOUT_S = 60


def create_or_adopt(create: Create, provider: ResourceProvider, request: ResourceRequest) -> ProgressEvent:
    """Adopts a table with the same key: DynamoDB Local may keep it where LocalStack lost its state or keeps none."""
    model = request.desired_state
    there = None if request.custom_context else _table(request, model.get("TableName"))
    if there is None:
        return create(provider, request)
    if difference := key_difference(model, there):
        return failed(model, difference)
    return adopted(_bring_to(request, model, there))


def update(_provider: ResourceProvider, request: ResourceRequest) -> ProgressEvent:
    """Changes the table in place, with the limit that AWS sets: one index an update."""
    previous = request.previous_state or {}
    model = {**request.desired_state, "TableName": request.desired_state.get("TableName") or previous.get("TableName")}
    there = _table(request, model["TableName"])
    if there is None:
        return failed(model, f"there is no DynamoDB table {model['TableName']}; delete the stack and deploy it again")
    if difference := index_difference(model, there):
        return failed(model, difference)
    return succeeded(_bring_to(request, model, there))


def key_difference(model: Mapping, there: Mapping) -> str | None:
    """Why the table that is there can never become the one of the template, in words; none when it can."""
    wanted, has = _key(model), _key(there)
    if wanted == has:
        return None
    return (
        f"the key of DynamoDB table {model['TableName']} is {has}, the template has {wanted}; "
        "name the table differently, or delete the one that is there"
    )


def _key(table: Mapping) -> list[tuple[str, str, str]]:
    types = {each["AttributeName"]: each["AttributeType"] for each in table.get("AttributeDefinitions") or []}
    return [
        (each["AttributeName"], each["KeyType"], types.get(each["AttributeName"], "")) for each in table["KeySchema"]
    ]


def _bring_to(request: ResourceRequest, model: Mapping, there: Mapping) -> dict:
    """Gives the table what the template says, and the model what only the table knows."""
    dynamodb, name = request.aws_client_factory.dynamodb, model["TableName"]
    for method, parameters in changes(model, there):
        getattr(dynamodb, method)(**parameters)
        poll_condition(lambda: _is_active(_table(request, name)), timeout=_CHANGE_TIMEOUT_S, interval=0.05)
    ttl = dynamodb.describe_time_to_live(TableName=name).get("TimeToLiveDescription", {})
    for method, parameters in ttl_changes(model, ttl):
        getattr(dynamodb, method)(**parameters)
    now = _table(request, name) or there
    stream = {"StreamArn": now["LatestStreamArn"]} if now.get("LatestStreamArn") else {}
    return {**model, "Arn": now["TableArn"], **stream}


def _is_active(table: Mapping | None) -> bool:
    """Whether the table and all of its indexes take the next change."""
    if table is None or table["TableStatus"] != "ACTIVE":
        return False
    return all(index.get("IndexStatus") == "ACTIVE" for index in table.get("GlobalSecondaryIndexes") or [])


def _table(request: ResourceRequest, name: str | None) -> Mapping | None:
    dynamodb = request.aws_client_factory.dynamodb
    if not name:
        return None
    try:
        return dynamodb.describe_table(TableName=name)["Table"]
    except dynamodb.exceptions.ResourceNotFoundException:
        return None
