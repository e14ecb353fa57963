"""A table's columns and keys: from an API request, from Cassandra's system tables, and back."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from caudal_localstack.keyspaces import cqltypes, errors

_COLUMN = re.compile(r"[a-zA-Z0-9_]{1,48}")


@dataclass(frozen=True)
class Column:
    """A column and its type, as Cassandra writes it."""

    name: str
    type: str

    def to_api(self) -> dict[str, str]:
        """As the API writes it."""
        return {"name": self.name, "type": self.type}


@dataclass(frozen=True)
class Schema:
    """Columns and keys of a table. Every key and static column is among `columns`."""

    columns: tuple[Column, ...]
    partition_keys: tuple[str, ...]
    clustering_keys: tuple[tuple[str, str], ...] = ()
    """Name and order, `ASC` or `DESC`."""
    static_columns: tuple[str, ...] = ()

    def type_of(self, name: str) -> str | None:
        """Type of the column; none where there is no such column."""
        return next((column.type for column in self.columns if column.name == name), None)

    def to_api(self) -> dict:
        """As `schemaDefinition`."""
        return {
            "allColumns": [column.to_api() for column in self.columns],
            "partitionKeys": [{"name": name} for name in self.partition_keys],
            "clusteringKeys": [{"name": name, "orderBy": order} for name, order in self.clustering_keys],
            "staticColumns": [{"name": name} for name in self.static_columns],
        }


def columns_from_api(definitions: Sequence[Mapping], field: str, user_types: Container[str]) -> tuple[Column, ...]:
    """The columns of a request, of which no two have one name. @raises ValidationException

    :param user_types: names of the keyspace's user-defined types
    """
    columns = tuple(
        Column(_column_name(f"{field}.name", each["name"]), cqltypes.canonical(each["type"], user_types))
        for each in definitions
    )
    _distinct([column.name for column in columns], field)
    return columns


def schema_from_api(definition: Mapping, user_types: Container[str] = ()) -> Schema:
    """The `schemaDefinition` of a request, which has passed the model's constraints. @raises ValidationException

    :param user_types: names of the keyspace's user-defined types
    """
    columns = columns_from_api(definition["allColumns"], "allColumns", user_types)
    names = {column.name for column in columns}
    partition = _references(definition.get("partitionKeys"), "partitionKeys", names)
    clustering = _references(definition.get("clusteringKeys"), "clusteringKeys", names)
    static = _references(definition.get("staticColumns"), "staticColumns", names)
    _distinct([*partition, *clustering, *static], "partitionKeys, clusteringKeys and staticColumns together")
    if static and not clustering:
        raise errors.validation("staticColumns needs clusteringKeys (received none)")
    orders = [each["orderBy"] for each in definition.get("clusteringKeys") or []]
    return Schema(columns, partition, tuple(zip(clustering, orders, strict=True)), static)


def schema_from_rows(rows: Iterable) -> Schema:
    """From the rows of `system_schema.columns` of one table: keys first, then the others by name."""
    by_kind: dict[str, list] = {"partition_key": [], "clustering": [], "static": [], "regular": []}
    for row in rows:
        by_kind[row.kind].append(row)
    keys = sorted(by_kind["partition_key"], key=lambda row: row.position)
    clustering = sorted(by_kind["clustering"], key=lambda row: row.position)
    others = sorted([*by_kind["static"], *by_kind["regular"]], key=lambda row: row.column_name)
    return Schema(
        columns=tuple(Column(row.column_name, row.type) for row in [*keys, *clustering, *others]),
        partition_keys=tuple(row.column_name for row in keys),
        clustering_keys=tuple((row.column_name, row.clustering_order.upper()) for row in clustering),
        static_columns=tuple(sorted(row.column_name for row in by_kind["static"])),
    )


def _references(entries: Sequence[Mapping] | None, field: str, names: set[str]) -> tuple[str, ...]:
    referenced = tuple(each["name"] for each in entries or [])
    for name in referenced:
        if name not in names:
            raise errors.validation(f'{field} must name columns of allColumns (received "{name}")')
    return referenced


def _distinct(names: Sequence[str], field: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise errors.validation(f'{field} must name each column once (received "{name}" twice)')


def _column_name(field: str, value: str) -> str:
    if not _COLUMN.fullmatch(value):
        raise errors.validation(f'{field} must match {_COLUMN.pattern} (received "{value}")')
    return value
