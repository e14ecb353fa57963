"""The Keyspaces API against a Cassandra in memory. Errors are told apart by their codes, as clients do."""

import pytest
from localstack.aws.api import CommonServiceException

from caudal_localstack.keyspaces import session
from caudal_localstack.keyspaces.provider import KeyspacesProvider
from keyspaces_fakes import CONTEXT, fake_provider

COLUMNS = [{"name": "device", "type": "text"}, {"name": "ts", "type": "timestamp"}, {"name": "value", "type": "double"}]
SCHEMA = {
    "allColumns": COLUMNS,
    "partitionKeys": [{"name": "device"}],
    "clusteringKeys": [{"name": "ts", "orderBy": "DESC"}],
}
TABLE = {"keyspaceName": "rt", "tableName": "readings"}
ARN = "arn:aws:cassandra:us-east-1:000000000000:/keyspace/rt/"


@pytest.fixture
def api() -> KeyspacesProvider:
    provider = fake_provider()
    provider.create_keyspace(CONTEXT, {"keyspaceName": "rt"})
    provider.create_table(CONTEXT, {**TABLE, "schemaDefinition": SCHEMA})
    return provider


def code_of(call, request) -> str:
    with pytest.raises(CommonServiceException) as raised:
        call(CONTEXT, request)
    return raised.value.code


def test_a_table_is_given_back_as_it_was_made(api: KeyspacesProvider) -> None:
    settings = {
        "capacitySpecification": {"throughputMode": "PROVISIONED", "readCapacityUnits": 1, "writeCapacityUnits": 2},
        "clientSideTimestamps": {"status": "ENABLED"},
        "comment": {"message": "it's"},
        "defaultTimeToLive": 60,
        "encryptionSpecification": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyIdentifier": "arn:aws:kms:key"},
    }
    schema = {**SCHEMA, "staticColumns": [{"name": "value"}]}
    api.create_table(CONTEXT, {"keyspaceName": "rt", "tableName": "full", "schemaDefinition": schema, **settings})

    table = api.get_table(CONTEXT, {"keyspaceName": "rt", "tableName": "full"})

    assert settings.items() <= table.items()
    assert table["schemaDefinition"] == schema
    assert (table["status"], table["ttl"]) == ("ACTIVE", {"status": "ENABLED"})
    assert table["resourceArn"] == f"{ARN}table/full"


def test_point_in_time_recovery_reaches_back_to_when_it_was_switched_on(api: KeyspacesProvider) -> None:
    api.update_table(CONTEXT, {**TABLE, "pointInTimeRecovery": {"status": "ENABLED"}})
    enabled = api.get_table(CONTEXT, TABLE)
    api.update_table(CONTEXT, {**TABLE, "pointInTimeRecovery": {"status": "ENABLED"}})
    again = api.get_table(CONTEXT, TABLE)
    api.update_table(CONTEXT, {**TABLE, "pointInTimeRecovery": {"status": "DISABLED"}})

    assert enabled["pointInTimeRecovery"]["earliestRestorableTimestamp"] >= enabled["creationTimestamp"]
    assert again["pointInTimeRecovery"] == enabled["pointInTimeRecovery"]
    assert api.get_table(CONTEXT, TABLE)["pointInTimeRecovery"] == {"status": "DISABLED"}


def test_a_default_ttl_is_taken_back_but_ttl_stays_enabled(api: KeyspacesProvider) -> None:
    api.update_table(CONTEXT, {**TABLE, "defaultTimeToLive": 60})
    api.update_table(CONTEXT, {**TABLE, "defaultTimeToLive": 0})

    table = api.get_table(CONTEXT, TABLE)

    assert (table["defaultTimeToLive"], table["ttl"]) == (0, {"status": "ENABLED"})
    assert code_of(api.update_table, {**TABLE, "ttl": {"status": "DISABLED"}}) == "ValidationException"


def test_system_keyspaces_are_those_that_keyspaces_shows_too(api: KeyspacesProvider) -> None:
    names = [each["keyspaceName"] for each in api.list_keyspaces(CONTEXT, {})["keyspaces"]]

    assert names == ["rt", "system"]


def test_pages(api: KeyspacesProvider) -> None:
    for name in ("a", "b"):
        api.create_table(CONTEXT, {"keyspaceName": "rt", "tableName": name, "schemaDefinition": SCHEMA})

    first = api.list_tables(CONTEXT, {"keyspaceName": "rt", "maxResults": 2})
    second = api.list_tables(CONTEXT, {"keyspaceName": "rt", "maxResults": 2, "nextToken": first["nextToken"]})

    names = [[each["tableName"] for each in page["tables"]] for page in (first, second)]
    assert names == [["a", "b"], ["readings"]]
    assert "nextToken" not in second
    assert code_of(api.list_tables, {"keyspaceName": "rt", "nextToken": "%%"}) == "ValidationException"


def test_updates(api: KeyspacesProvider) -> None:
    api.update_table(CONTEXT, {**TABLE, "addColumns": [{"name": "unit", "type": "varchar"}]})
    api.update_table(CONTEXT, {**TABLE, "ttl": {"status": "ENABLED"}, "defaultTimeToLive": 5})
    api.update_table(CONTEXT, {**TABLE, "clientSideTimestamps": {"status": "ENABLED"}})

    table = api.get_table(CONTEXT, TABLE)

    assert {"name": "unit", "type": "text"} in table["schemaDefinition"]["allColumns"]
    assert (table["defaultTimeToLive"], table["clientSideTimestamps"]) == (5, {"status": "ENABLED"})


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"defaultTimeToLive": 5, "pointInTimeRecovery": {"status": "ENABLED"}},
        {"addColumns": [{"name": "value", "type": "double"}]},
        {"addColumns": []},
        {"defaultTimeToLive": 630_720_001},
        {"capacitySpecification": {"throughputMode": "PROVISIONED"}},
        {"clientSideTimestamps": {"status": "DISABLED"}},
    ],
)
def test_updates_that_are_refused(api: KeyspacesProvider, change: dict) -> None:
    assert code_of(api.update_table, {**TABLE, **change}) == "ValidationException"


def test_tags(api: KeyspacesProvider) -> None:
    resource = {"resourceArn": f"{ARN}table/readings"}
    api.tag_resource(CONTEXT, {**resource, "tags": [{"key": "a", "value": "1"}, {"key": "b", "value": "2"}]})
    api.untag_resource(CONTEXT, {**resource, "tags": [{"key": "a", "value": "1"}]})

    assert api.list_tags_for_resource(CONTEXT, resource)["tags"] == [{"key": "b", "value": "2"}]
    assert api.list_tags_for_resource(CONTEXT, {"resourceArn": ARN})["tags"] == []
    assert code_of(api.tag_resource, {**resource, "tags": [{"key": "aws:x", "value": "1"}]}) == "ValidationException"
    many = [{"key": f"k{number}", "value": "1"} for number in range(50)]
    assert code_of(api.tag_resource, {**resource, "tags": many}) == "ValidationException"
    assert code_of(api.list_tags_for_resource, {"resourceArn": f"{ARN}table/none"}) == "ResourceNotFoundException"
    assert code_of(api.list_tags_for_resource, {"resourceArn": "arn:aws:s3:::x"}) == "ValidationException"


def test_what_is_there_conflicts_and_what_is_not_is_not_found(api: KeyspacesProvider) -> None:
    assert code_of(api.create_keyspace, {"keyspaceName": "rt"}) == "ConflictException"
    assert code_of(api.create_table, {**TABLE, "schemaDefinition": SCHEMA}) == "ConflictException"
    assert code_of(api.get_keyspace, {"keyspaceName": "none"}) == "ResourceNotFoundException"
    assert code_of(api.get_table, {"keyspaceName": "rt", "tableName": "none"}) == "ResourceNotFoundException"

    api.delete_table(CONTEXT, TABLE)
    assert code_of(api.delete_table, TABLE) == "ResourceNotFoundException"
    api.delete_keyspace(CONTEXT, {"keyspaceName": "rt"})
    assert code_of(api.list_tables, {"keyspaceName": "rt"}) == "ResourceNotFoundException"


@pytest.mark.parametrize("name", ["system", "caudal_keyspaces_api", 'x"; DROP KEYSPACE rt', "", "a" * 49, "_x", None])
def test_names_that_no_keyspace_can_have(api: KeyspacesProvider, name: str | None) -> None:
    request = {} if name is None else {"keyspaceName": name}
    assert code_of(api.create_keyspace, request) == "ValidationException"
    assert code_of(api.delete_keyspace, request) == "ValidationException"


def test_more_than_one_region_is_not_supported_locally(api: KeyspacesProvider) -> None:
    regions = {"replicationStrategy": "MULTI_REGION", "regionList": ["us-east-1", "eu-west-1"]}

    with pytest.raises(CommonServiceException, match="MULTI_REGION is not supported locally"):
        api.create_keyspace(CONTEXT, {"keyspaceName": "x", "replicationSpecification": regions})


def test_a_keyspace_is_deleted_with_all_that_is_in_it(api: KeyspacesProvider) -> None:
    fields = [{"name": "x", "type": "int"}]
    api.create_type(CONTEXT, {"keyspaceName": "rt", "typeName": "point", "fieldDefinitions": fields})

    api.delete_keyspace(CONTEXT, {"keyspaceName": "rt"})
    api.create_keyspace(CONTEXT, {"keyspaceName": "rt"})

    assert api.list_tables(CONTEXT, {"keyspaceName": "rt"})["tables"] == []
    assert api.list_types(CONTEXT, {"keyspaceName": "rt"})["types"] == []


@pytest.mark.parametrize("guardrail", ["keyspaces", "tables"])
def test_the_guardrails_of_cassandra_are_the_quotas_of_keyspaces(guardrail: str) -> None:
    error = session.refused(f"Guardrail {guardrail} violated: cannot have more than 256 {guardrail}")

    assert error.code == "ServiceQuotaExceededException"
    assert session.refused("line 1:0 no viable alternative").code == "ValidationException"
