"""User-defined types by the API: their names, their fields, and what keeps them."""

import pytest
from localstack.aws.api import CommonServiceException

from caudal_localstack.keyspaces.provider import KeyspacesProvider
from keyspaces_fakes import CONTEXT, fake_provider

KEYSPACE = {"keyspaceName": "rt"}
POINT = [{"name": "x", "type": "double"}, {"name": "label", "type": "VARCHAR"}]


@pytest.fixture
def api() -> KeyspacesProvider:
    provider = fake_provider()
    provider.create_keyspace(CONTEXT, KEYSPACE)
    make(provider, "point", POINT)
    return provider


def make(api: KeyspacesProvider, name: str, fields: list[dict]) -> dict:
    return api.create_type(CONTEXT, {**KEYSPACE, "typeName": name, "fieldDefinitions": fields})


def table_of(api: KeyspacesProvider, kind: str) -> None:
    columns = [{"name": "id", "type": "text"}, {"name": "value", "type": kind}]
    schema = {"allColumns": columns, "partitionKeys": [{"name": "id"}]}
    api.create_table(CONTEXT, {**KEYSPACE, "tableName": "t", "schemaDefinition": schema})


def code_of(call, request) -> str:
    with pytest.raises(CommonServiceException) as raised:
        call(CONTEXT, request)
    return raised.value.code


def test_a_type_is_given_back_as_it_was_made(api: KeyspacesProvider) -> None:
    found = api.get_type(CONTEXT, {**KEYSPACE, "typeName": "point"})

    assert found.pop("lastModifiedTimestamp") > 0
    assert found == {
        "keyspaceName": "rt",
        "typeName": "point",
        "fieldDefinitions": [{"name": "x", "type": "double"}, {"name": "label", "type": "text"}],
        "status": "ACTIVE",
        "directReferringTables": [],
        "directParentTypes": [],
        "maxNestingDepth": 1,
        "keyspaceArn": "arn:aws:cassandra:us-east-1:000000000000:/keyspace/rt/",
    }


@pytest.mark.parametrize(
    ("written", "formatted"),
    [("MY_UDT", "my_udt"), ('"MY_UDT"', "MY_UDT"), ('"1234"', "1234"), ('"nested""quote"', 'nested"quote')],
)
def test_names_are_formatted_as_in_cql(api: KeyspacesProvider, written: str, formatted: str) -> None:
    assert make(api, written, POINT)["typeName"] == formatted
    for name in (written, formatted):
        assert api.get_type(CONTEXT, {**KEYSPACE, "typeName": name})["typeName"] == formatted


@pytest.mark.parametrize("name", ["1x", "a b", 'a"; DROP TYPE b', '"'])
def test_names_that_need_quotes_or_cannot_be(api: KeyspacesProvider, name: str) -> None:
    request = {**KEYSPACE, "typeName": name, "fieldDefinitions": POINT}
    assert code_of(api.create_type, request) == "ValidationException"


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("point", "must be frozen"),
        ("counter", "must not be a counter"),
        ("frozen<nosuch>", "must be a CQL type"),
        ("list<point>", "must be frozen"),
    ],
)
def test_fields_that_are_refused(api: KeyspacesProvider, kind: str, message: str) -> None:
    with pytest.raises(CommonServiceException, match=message):
        make(api, "other", [{"name": "a", "type": kind}])


def test_a_field_is_named_once_and_in_plain_letters(api: KeyspacesProvider) -> None:
    for fields in ([POINT[0], POINT[0]], [{"name": "a b", "type": "int"}]):
        request = {**KEYSPACE, "typeName": "other", "fieldDefinitions": fields}
        assert code_of(api.create_type, request) == "ValidationException"


def test_types_within_types_know_each_other(api: KeyspacesProvider) -> None:
    make(api, "line", [{"name": "ends", "type": "list<frozen<point>>"}])
    table_of(api, "frozen<line>")

    line = api.get_type(CONTEXT, {**KEYSPACE, "typeName": "line"})
    point = api.get_type(CONTEXT, {**KEYSPACE, "typeName": "point"})

    assert (line["directReferringTables"], line["maxNestingDepth"]) == (["t"], 2)
    assert (point["directReferringTables"], point["directParentTypes"]) == ([], ["line"])


def test_types_are_nested_to_a_limit(api: KeyspacesProvider) -> None:
    for level in range(2, 9):
        make(api, f"level{level}", [{"name": "a", "type": f"frozen<{f'level{level - 1}' if level > 2 else 'point'}>"}])

    with pytest.raises(CommonServiceException, match="at most 8 levels"):
        make(api, "level9", [{"name": "a", "type": "frozen<level8>"}])


def test_a_type_in_use_stays(api: KeyspacesProvider) -> None:
    make(api, "line", [{"name": "end", "type": "frozen<point>"}])
    table_of(api, "line")

    assert code_of(api.delete_type, {**KEYSPACE, "typeName": "point"}) == "ConflictException"
    assert code_of(api.delete_type, {**KEYSPACE, "typeName": "line"}) == "ConflictException"

    api.delete_table(CONTEXT, {**KEYSPACE, "tableName": "t"})
    for name in ("line", "point"):
        assert api.delete_type(CONTEXT, {**KEYSPACE, "typeName": name})["typeName"] == name
    assert code_of(api.get_type, {**KEYSPACE, "typeName": "point"}) == "ResourceNotFoundException"


def test_columns_may_be_added_that_have_a_type(api: KeyspacesProvider) -> None:
    table_of(api, "int")
    api.update_table(CONTEXT, {**KEYSPACE, "tableName": "t", "addColumns": [{"name": "p", "type": "FROZEN<Point>"}]})

    columns = api.get_table(CONTEXT, {**KEYSPACE, "tableName": "t"})["schemaDefinition"]["allColumns"]

    assert {"name": "p", "type": "frozen<point>"} in columns


def test_types_are_listed_in_pages(api: KeyspacesProvider) -> None:
    make(api, "line", POINT)

    first = api.list_types(CONTEXT, {**KEYSPACE, "maxResults": 1})
    second = api.list_types(CONTEXT, {**KEYSPACE, "maxResults": 1, "nextToken": first["nextToken"]})

    assert (first["types"], second["types"], second.get("nextToken")) == (["line"], ["point"], None)


def test_what_is_there_conflicts_and_what_is_not_is_not_found(api: KeyspacesProvider) -> None:
    request = {"typeName": "point", "fieldDefinitions": POINT}

    assert code_of(api.create_type, {**KEYSPACE, **request}) == "ConflictException"
    assert code_of(api.create_type, {"keyspaceName": "none", **request}) == "ResourceNotFoundException"
    assert code_of(api.create_type, {"keyspaceName": "system", **request}) == "ValidationException"
    assert code_of(api.delete_type, {**KEYSPACE, "typeName": "none"}) == "ResourceNotFoundException"
