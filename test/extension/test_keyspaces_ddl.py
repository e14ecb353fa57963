"""From requests to CQL: types, schemas, statements. Nothing that a request says reaches CQL unchecked."""

from types import SimpleNamespace

import pytest
from localstack.aws.api import CommonServiceException

from caudal_localstack.keyspaces import cqltypes, ddl, model
from caudal_localstack.keyspaces.user_types import UserType


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("text", "text"),
        (" VARCHAR ", "text"),
        ("map<text,int>", "map<text, int>"),
        ("list < frozen<tuple<int,  text, set<uuid>>> >", "list<frozen<tuple<int, text, frozen<set<uuid>>>>>"),
        ("tuple<int, text>", "frozen<tuple<int, text>>"),
        ("Frozen<Map<text, list<int>>>", "frozen<map<text, frozen<list<int>>>>"),
        ("Point", "point"),
        ('frozen<"Big One">', 'frozen<"Big One">'),
        ("list<frozen<point>>", "list<frozen<point>>"),
    ],
)
def test_types(written: str, canonical: str) -> None:
    assert cqltypes.canonical(written, {"point", "Big One"}) == canonical
    assert cqltypes.canonical(written) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "",
        "duration",
        "texts",
        "map<text>",
        "list<text",
        "list<>",
        "text>",
        "text, b int",
        "int; DROP",
        "list<" * 9,
        'text"',
        "vector<float, 3>",
        "frozen<set<" * 9 + "int" + ">>" * 9,
    ],
)
def test_texts_that_are_no_type(written: str) -> None:
    with pytest.raises(CommonServiceException, match="must be a CQL type"):
        cqltypes.canonical(written, {"point"})


@pytest.mark.parametrize("written", ["list<list<int>>", "map<text, point>", "frozen<int>"])
def test_types_within_a_collection_are_frozen_and_nothing_else_is(written: str) -> None:
    with pytest.raises(CommonServiceException, match="frozen"):
        cqltypes.canonical(written, {"point"})


def test_a_type_nested_to_the_limit() -> None:
    assert cqltypes.canonical("frozen<set<" * 8 + "int" + ">>" * 8).count("set") == cqltypes.MAX_NESTING


def schema(**changes: object) -> model.Schema:
    definition = {
        "allColumns": [{"name": name, "type": "text"} for name in ("a", "B", "c", "s")],
        "partitionKeys": [{"name": "a"}],
        "clusteringKeys": [{"name": "B", "orderBy": "DESC"}, {"name": "c", "orderBy": "ASC"}],
        "staticColumns": [{"name": "s"}],
    }
    return model.schema_from_api({**definition, **changes})


def test_a_table() -> None:
    assert ddl.create_table("rt", "T1", schema(), "it's", 60) == (
        'CREATE TABLE "rt"."T1" ("a" text, "B" text, "c" text, "s" text STATIC, PRIMARY KEY (("a"), "B", "c")) '
        "WITH CLUSTERING ORDER BY (\"B\" DESC, \"c\" ASC) AND comment = 'it''s' AND default_time_to_live = 60"
    )


def test_other_statements() -> None:
    replication = "{'class': 'NetworkTopologyStrategy', 'us-east-1': 1}"
    columns = [model.Column("x", "int"), model.Column("y", "set<text>")]

    assert ddl.create_keyspace("rt", "us-east-1") == f'CREATE KEYSPACE "rt" WITH replication = {replication}'
    assert ddl.add_columns("rt", "t", columns) == 'ALTER TABLE "rt"."t" ADD ("x" int, "y" set<text>)'
    assert ddl.set_default_ttl("rt", "t", 0) == 'ALTER TABLE "rt"."t" WITH default_time_to_live = 0'
    assert ddl.drop_table("rt", "t") == 'DROP TABLE "rt"."t"'
    assert ddl.drop_keyspace("rt") == 'DROP KEYSPACE "rt"'
    assert ddl.create_type("rt", UserType('P"1', (("x", "int"), ("y", "frozen<p>")))) == (
        'CREATE TYPE "rt"."P""1" ("x" int, "y" frozen<p>)'
    )
    assert ddl.drop_type("rt", "p") == 'DROP TYPE "rt"."p"'


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"allColumns": [{"name": "a; DROP", "type": "text"}]}, "allColumns.name must match"),
        ({"allColumns": [{"name": "a", "type": "text"}] * 2}, 'allColumns must name each column once .*"a" twice'),
        ({"partitionKeys": [{"name": "z"}]}, 'partitionKeys must name columns of allColumns .received "z"'),
        ({"clusteringKeys": [{"name": "a", "orderBy": "ASC"}]}, "together must name each column once"),
        ({"clusteringKeys": []}, "staticColumns needs clusteringKeys"),
    ],
)
def test_schemas_that_are_refused(changes: dict, message: str) -> None:
    with pytest.raises(CommonServiceException, match=message):
        schema(**changes)


def test_a_schema_read_from_cassandra_is_the_one_that_was_written() -> None:
    def row(name: str, kind: str, position: int = -1, order: str = "none") -> SimpleNamespace:
        return SimpleNamespace(column_name=name, type="text", kind=kind, position=position, clustering_order=order)

    rows = [
        row("B", "clustering", 0, "desc"),
        row("a", "partition_key", 0),
        row("c", "clustering", 1, "asc"),
        row("s", "static"),
    ]

    assert model.schema_from_rows(rows) == schema()
