"""What a template's properties become, and what may be adopted: the pure functions behind the providers."""

import pytest
from localstack.aws.api.cloudformation import StackStatus

from caudal_localstack.cloudformation import (
    dynamodb_table,
    replacement,
    stack_status,
    table_model,
    user_type,
)
from caudal_localstack.cloudformation.table import TableProvider
from caudal_localstack.cloudformation.user_type import TypeProvider

MODEL = {
    "KeyspaceName": "rt",
    "TableName": "readings",
    "PartitionKeyColumns": [{"ColumnName": "device", "ColumnType": "varchar"}],
    "ClusteringKeyColumns": [{"Column": {"ColumnName": "ts", "ColumnType": "timestamp"}}],
    "RegularColumns": [{"ColumnName": "value", "ColumnType": "double"}],
}
THERE = {
    "keyspaceName": "rt",
    "tableName": "readings",
    "schemaDefinition": {
        "allColumns": [
            {"name": "device", "type": "text"},
            {"name": "ts", "type": "timestamp"},
            {"name": "value", "type": "double"},
        ],
        "partitionKeys": [{"name": "device"}],
        "clusteringKeys": [{"name": "ts", "orderBy": "ASC"}],
    },
    "capacitySpecification": {"throughputMode": "PAY_PER_REQUEST"},
    "encryptionSpecification": {"type": "AWS_OWNED_KMS_KEY"},
    "pointInTimeRecovery": {"status": "DISABLED"},
    "defaultTimeToLive": 0,
}


def test_a_request_for_a_table() -> None:
    model = {
        **MODEL,
        "BillingMode": {
            "Mode": "PROVISIONED",
            "ProvisionedThroughput": {"ReadCapacityUnits": "1", "WriteCapacityUnits": 2},
        },
        "ClientSideTimestampsEnabled": "true",
        "DefaultTimeToLive": "3600",
        "PointInTimeRecoveryEnabled": True,
    }

    assert table_model.create_request(model) == {
        "keyspaceName": "rt",
        "tableName": "readings",
        "schemaDefinition": THERE["schemaDefinition"],
        "capacitySpecification": {"throughputMode": "PROVISIONED", "readCapacityUnits": 1, "writeCapacityUnits": 2},
        "clientSideTimestamps": {"status": "ENABLED"},
        "defaultTimeToLive": 3600,
        "encryptionSpecification": {"type": "AWS_OWNED_KMS_KEY"},
        "pointInTimeRecovery": {"status": "ENABLED"},
    }


def test_the_same_table_is_adopted_as_it_is() -> None:
    assert table_model.incompatible(MODEL, THERE) is None
    assert list(table_model.changes(MODEL, THERE)) == []


def test_what_differs_becomes_one_call_each() -> None:
    columns = [*MODEL["RegularColumns"], {"ColumnName": "unit", "ColumnType": "text"}]
    model = {**MODEL, "RegularColumns": columns, "DefaultTimeToLive": 5, "ClientSideTimestampsEnabled": True}

    assert list(table_model.changes(model, THERE)) == [
        {"addColumns": [{"name": "unit", "type": "text"}]},
        {"clientSideTimestamps": {"status": "ENABLED"}},
        {"defaultTimeToLive": 5},
    ]


def test_a_ttl_that_the_template_no_longer_has_is_taken_away() -> None:
    assert list(table_model.changes(MODEL, {**THERE, "defaultTimeToLive": 60})) == [{"defaultTimeToLive": 0}]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"PartitionKeyColumns": [{"ColumnName": "value", "ColumnType": "double"}]},
            "partitionKeys of table rt.readings",
        ),
        ({"ClusteringKeyColumns": []}, "clusteringKeys of table rt.readings"),
        (
            {"RegularColumns": [{"ColumnName": "value", "ColumnType": "int"}]},
            "column value of table rt.readings is double",
        ),
    ],
)
def test_another_key_or_type_is_an_error_in_words(change: dict, words: str) -> None:
    assert words in (table_model.incompatible({**MODEL, **change}, THERE) or "")


def test_what_has_no_effect_here_is_named() -> None:
    assert "CdcSpecification" in (table_model.unsupported({"CdcSpecification": {"Status": "ENABLED"}}) or "")
    assert table_model.unsupported(MODEL) is None


def test_a_dynamodb_table_with_another_key_is_not_adopted() -> None:
    there = {
        "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}],
    }
    other = {**there, "TableName": "t", "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "N"}]}

    assert dynamodb_table.key_difference({**there, "TableName": "t"}, there) is None
    assert "the key of DynamoDB table t" in (dynamodb_table.key_difference(other, there) or "")


def test_what_gettable_knows_beyond_the_template_is_no_difference() -> None:
    there = {
        **THERE,
        "capacitySpecification": {"throughputMode": "PAY_PER_REQUEST", "lastUpdateToPayPerRequestTimestamp": 1.0},
        "pointInTimeRecovery": {"status": "ENABLED", "earliestRestorableTimestamp": 1.0},
    }

    assert list(table_model.changes({**MODEL, "PointInTimeRecoveryEnabled": True}, there)) == []


def test_a_tuple_and_a_user_defined_type_are_the_ones_that_cassandra_writes() -> None:
    columns = [
        {"ColumnName": "value", "ColumnType": "double"},
        {"ColumnName": "pair", "ColumnType": "tuple<int,text>"},
        {"ColumnName": "at", "ColumnType": "FROZEN<Point>"},
    ]
    schema = table_model.schema_definition({**MODEL, "RegularColumns": columns})

    assert [column["type"] for column in schema["allColumns"][-2:]] == ["frozen<tuple<int, text>>", "frozen<point>"]


@pytest.mark.parametrize(
    ("change", "is_replaced"),
    [
        ({"TableName": "other"}, True),
        ({"ClusteringKeyColumns": []}, True),
        ({"ClientSideTimestampsEnabled": True}, True),
        ({"RegularColumns": []}, False),
        ({"DefaultTimeToLive": 5, "Tags": [], "BillingMode": {"Mode": "ON_DEMAND"}}, False),
        ({}, False),
    ],
)
def test_which_change_asks_for_another_table(change: dict, is_replaced: bool) -> None:
    assert replacement.is_needed(TableProvider.SCHEMA, MODEL, {**MODEL, **change}) is is_replaced


def test_a_named_resource_has_no_second_one_beside_it() -> None:
    other_key = {**MODEL, "PartitionKeyColumns": []}

    assert replacement.name_conflict(TableProvider.SCHEMA, MODEL, other_key) == (
        "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
        "Rename rt|readings and update the stack again."
    )
    assert replacement.name_conflict(TableProvider.SCHEMA, MODEL, {**other_key, "TableName": "new"}) is None
    assert replacement.name_conflict(TableProvider.SCHEMA, MODEL, {**other_key, "TableName": None}) is None


def test_every_property_of_a_type_can_be_given_at_creation_alone() -> None:
    assert {f"/properties/{name}" for name in TypeProvider.SCHEMA["properties"]} == set(
        TypeProvider.SCHEMA["createOnlyProperties"]
    )


def test_a_type_of_other_fields_is_not_adopted() -> None:
    there = {"keyspaceName": "rt", "typeName": "point", "fieldDefinitions": [{"name": "x", "type": "text"}]}

    assert user_type.fields_difference([{"name": "x", "type": "VARCHAR"}], there) is None
    assert "the fields of type rt.point are" in (user_type.fields_difference([], there) or "")


@pytest.mark.parametrize(
    ("current", "wanted", "following"),
    [
        ("UPDATE_ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"),
        ("UPDATE_ROLLBACK_COMPLETE", "UPDATE_COMPLETE", None),
        ("UPDATE_ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS", None),
        ("UPDATE_ROLLBACK_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"),
        ("ROLLBACK_COMPLETE", "CREATE_COMPLETE", None),
        ("ROLLBACK_FAILED", "ROLLBACK_COMPLETE", None),
        ("ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS"),
        ("DELETE_FAILED", "DELETE_COMPLETE", None),
        ("CREATE_IN_PROGRESS", "CREATE_COMPLETE", "CREATE_COMPLETE"),
    ],
)
def test_statuses_of_a_stack(current: str, wanted: str, following: str | None) -> None:
    assert stack_status.next_status(StackStatus(current), StackStatus(wanted)) == following
