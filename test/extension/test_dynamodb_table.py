"""Tests of `AWS::DynamoDB::Table`: what is called to give a table the properties of its template."""

import pytest

from caudal_localstack.cloudformation import dynamodb_changes

DUE = {
    "IndexName": "due",
    "KeySchema": [{"AttributeName": "due", "KeyType": "HASH"}, {"AttributeName": "due_at", "KeyType": "RANGE"}],
    "Projection": {"ProjectionType": "KEYS_ONLY"},
}
ATTRIBUTES = [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "due", "AttributeType": "S"}]
MODEL = {"TableName": "state", "AttributeDefinitions": ATTRIBUTES}
INDEXED = {**MODEL, "GlobalSecondaryIndexes": [DUE]}
# As DescribeTable gives it.
THERE = {"TableName": "state", "GlobalSecondaryIndexes": [{**DUE, "IndexStatus": "ACTIVE", "ItemCount": 3}]}
WITH_STREAM = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}}


@pytest.mark.parametrize(
    ("model", "there", "parameters"),
    [
        (MODEL, {}, []),
        (INDEXED, THERE, []),
        (
            INDEXED,
            {},
            [{"AttributeDefinitions": ATTRIBUTES, "GlobalSecondaryIndexUpdates": [{"Create": DUE}]}],
        ),
        (
            MODEL,
            THERE,
            [{"AttributeDefinitions": ATTRIBUTES, "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "due"}}]}],
        ),
        ({**MODEL, "DeletionProtectionEnabled": "true"}, {}, [{"DeletionProtectionEnabled": True}]),
        (MODEL, {"DeletionProtectionEnabled": True}, [{"DeletionProtectionEnabled": False}]),
        ({**MODEL, "StreamSpecification": {"StreamViewType": "KEYS_ONLY"}}, WITH_STREAM, []),
        ({**MODEL, "StreamSpecification": {"StreamViewType": "KEYS_ONLY"}}, {}, [WITH_STREAM]),
        (MODEL, WITH_STREAM, [{"StreamSpecification": {"StreamEnabled": False}}]),
    ],
)
def test_changes(model: dict, there: dict, parameters: list) -> None:
    assert dynamodb_changes.changes(model, there) == [
        ("update_table", {"TableName": "state", **each}) for each in parameters
    ]


def test_a_stream_of_another_view_is_another_stream() -> None:
    model = {**MODEL, "StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}
    calls = [parameters["StreamSpecification"] for _, parameters in dynamodb_changes.changes(model, WITH_STREAM)]

    assert calls == [{"StreamEnabled": False}, {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}]


@pytest.mark.parametrize(
    "index",
    [{**DUE, "Projection": {"ProjectionType": "ALL"}}, {**DUE, "IndexName": "other"}],
    ids=["changed under its name", "taken for another"],
)
def test_one_index_an_update_as_on_aws(index: dict) -> None:
    words = dynamodb_changes.index_difference({**MODEL, "GlobalSecondaryIndexes": [index]}, THERE)

    assert words == "Cannot perform more than one GSI creation or deletion in a single update"
    assert dynamodb_changes.index_difference(INDEXED, THERE) is None
    assert dynamodb_changes.index_difference(INDEXED, {}) is None


@pytest.mark.parametrize(
    ("model", "there", "turned"),
    [
        ({}, {"TimeToLiveStatus": "DISABLED"}, None),
        ({"AttributeName": "at", "Enabled": True}, {"TimeToLiveStatus": "ENABLED", "AttributeName": "at"}, None),
        ({"AttributeName": "at", "Enabled": "true"}, {}, {"AttributeName": "at", "Enabled": True}),
        ({}, {"TimeToLiveStatus": "ENABLED", "AttributeName": "at"}, {"AttributeName": "at", "Enabled": False}),
    ],
)
def test_time_to_live(model: dict, there: dict, turned: dict | None) -> None:
    calls = dynamodb_changes.ttl_changes({**MODEL, "TimeToLiveSpecification": model}, there)
    parameters = {"TableName": "state", "TimeToLiveSpecification": turned}

    assert calls == ([("update_time_to_live", parameters)] if turned else [])
