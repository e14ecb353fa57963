"""`AWS::DynamoDB::Table`: LocalStack's own provider, which also takes up a table that DynamoDB has kept."""

from collections.abc import Callable, Mapping

from localstack.services.cloudformation.resource_provider import ProgressEvent, ResourceProvider, ResourceRequest

from caudal_localstack.cloudformation.properties import adopted, failed

Create = Callable[[ResourceProvider, ResourceRequest], ProgressEvent]


def create_or_adopt(create: Create, provider: ResourceProvider, request: ResourceRequest) -> ProgressEvent:
    """Adopts a table with the same key: DynamoDB Local may keep it where LocalStack lost its state or keeps none."""
    model = request.desired_state
    there = None if request.custom_context else _table(request, model.get("TableName"))
    if there is None:
        return create(provider, request)
    if difference := key_difference(model, there):
        return failed(model, difference)
    if ttl := model.get("TimeToLiveSpecification"):
        request.aws_client_factory.dynamodb.update_time_to_live(
            TableName=model["TableName"], TimeToLiveSpecification=ttl
        )
    stream = {"StreamArn": there["LatestStreamArn"]} if there.get("LatestStreamArn") else {}
    return adopted({**model, "Arn": there["TableArn"], **stream})


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


def _table(request: ResourceRequest, name: str | None) -> Mapping | None:
    dynamodb = request.aws_client_factory.dynamodb
    if not name:
        return None
    try:
        return dynamodb.describe_table(TableName=name)["Table"]
    except dynamodb.exceptions.ResourceNotFoundException:
        return None
