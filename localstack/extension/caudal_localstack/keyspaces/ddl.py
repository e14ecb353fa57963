"""CQL statements that change schemas. Names and types come from `model`, which checked them; names are quoted too."""

from collections.abc import Sequence

from caudal_localstack.keyspaces.identifiers import quoted
from caudal_localstack.keyspaces.model import Column, Schema
from caudal_localstack.keyspaces.user_types import UserType


def create_keyspace(keyspace: str, data_center: str) -> str:
    """One replica in the one data center there is."""
    replication = f"{{'class': 'NetworkTopologyStrategy', {literal(data_center)}: 1}}"
    return f"CREATE KEYSPACE {quoted(keyspace)} WITH replication = {replication}"


def drop_keyspace(keyspace: str) -> str:
    """With all its tables and types."""
    return f"DROP KEYSPACE {quoted(keyspace)}"


def create_type(keyspace: str, created: UserType) -> str:
    """A user-defined type."""
    fields = ", ".join(f"{quoted(name)} {kind}" for name, kind in created.fields)
    return f"CREATE TYPE {qualified(keyspace, created.name)} ({fields})"


def drop_type(keyspace: str, name: str) -> str:
    """One that nothing uses."""
    return f"DROP TYPE {qualified(keyspace, name)}"


def create_table(keyspace: str, table: str, schema: Schema, comment: str, default_ttl: int) -> str:
    """`default_ttl` is in seconds, 0 for none."""
    static = set(schema.static_columns)
    columns = [f"{_column(column)}{' STATIC' if column.name in static else ''}" for column in schema.columns]
    partition = ", ".join(quoted(name) for name in schema.partition_keys)
    clustering = "".join(f", {quoted(name)}" for name, _ in schema.clustering_keys)
    options = [f"comment = {literal(comment)}", f"default_time_to_live = {default_ttl:d}"]
    if schema.clustering_keys:
        order = ", ".join(f"{quoted(name)} {order}" for name, order in schema.clustering_keys)
        options.insert(0, f"CLUSTERING ORDER BY ({order})")
    body = ", ".join([*columns, f"PRIMARY KEY (({partition}){clustering})"])
    return f"CREATE TABLE {qualified(keyspace, table)} ({body}) WITH {' AND '.join(options)}"


def add_columns(keyspace: str, table: str, columns: Sequence[Column]) -> str:
    """Regular columns; existing rows have null in them."""
    return f"ALTER TABLE {qualified(keyspace, table)} ADD ({', '.join(_column(column) for column in columns)})"


def set_default_ttl(keyspace: str, table: str, seconds: int) -> str:
    """For rows written from now on; 0 for none."""
    return f"ALTER TABLE {qualified(keyspace, table)} WITH default_time_to_live = {seconds:d}"


def drop_table(keyspace: str, table: str) -> str:
    """With all its rows."""
    return f"DROP TABLE {qualified(keyspace, table)}"


def qualified(keyspace: str, name: str) -> str:
    """`"keyspace"."name"`, of a table or a type."""
    return f"{quoted(keyspace)}.{quoted(name)}"


def literal(text: str) -> str:
    """A CQL string."""
    return "'" + text.replace("'", "''") + "'"


def _column(column: Column) -> str:
    return f"{quoted(column.name)} {column.type}"
