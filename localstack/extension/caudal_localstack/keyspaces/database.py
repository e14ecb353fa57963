"""What there is in Cassandra: keyspaces, tables, types, their schemas."""

from collections.abc import Sequence
from dataclasses import dataclass

from caudal_localstack.keyspaces import cqltypes, ddl, model
from caudal_localstack.keyspaces.session import CassandraSession
from caudal_localstack.keyspaces.user_types import UserType


@dataclass(frozen=True)
class TableState:
    """A table as Cassandra has it."""

    schema: model.Schema
    comment: str
    default_ttl: int
    """Seconds; 0 for none."""


class Database:
    """Questions to Cassandra's system tables, and statements that change what they answer."""

    def __init__(self, session: CassandraSession) -> None:
        self._session = session

    def execute(self, statement: str, parameters: Sequence | None = None) -> list:
        """Runs a statement with `%s` for each parameter."""
        return self._session.execute(statement, parameters)

    def keyspaces(self) -> list[str]:
        """Names of all keyspaces, sorted."""
        return sorted(row.keyspace_name for row in self.execute("SELECT keyspace_name FROM system_schema.keyspaces"))

    def has_keyspace(self, keyspace: str) -> bool:
        """Whether there is one of that name."""
        return bool(
            self.execute("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = %s", (keyspace,))
        )

    def tables(self, keyspace: str) -> list[str]:
        """Names of the keyspace's tables, sorted."""
        rows = self.execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = %s", (keyspace,))
        return sorted(row.table_name for row in rows)

    def has_table(self, keyspace: str, table: str) -> bool:
        """Whether there is one of that name."""
        return self.table(keyspace, table) is not None

    def table(self, keyspace: str, table: str) -> TableState | None:
        """A table, or none."""
        where = "WHERE keyspace_name = %s AND table_name = %s"
        options = self.execute(
            f"SELECT comment, default_time_to_live FROM system_schema.tables {where}", (keyspace, table)
        )
        if not options:
            return None
        columns = self.execute(
            f"SELECT column_name, type, kind, position, clustering_order FROM system_schema.columns {where}",
            (keyspace, table),
        )
        return TableState(model.schema_from_rows(columns), options[0].comment or "", options[0].default_time_to_live)

    def types(self, keyspace: str) -> dict[str, UserType]:
        """The keyspace's user-defined types, by name."""
        rows = self.execute(
            "SELECT type_name, field_names, field_types FROM system_schema.types WHERE keyspace_name = %s", (keyspace,)
        )
        return {
            row.type_name: UserType(row.type_name, tuple(zip(row.field_names, row.field_types, strict=True)))
            for row in rows
        }

    def tables_with_type(self, keyspace: str, name: str) -> list[str]:
        """Names of the tables that have a column of the type of that name, sorted."""
        rows = self.execute("SELECT table_name, type FROM system_schema.columns WHERE keyspace_name = %s", (keyspace,))
        return sorted({row.table_name for row in rows if name in set(cqltypes.parse(row.type).user_types())})

    def data_center(self) -> str:
        """Name of Cassandra's data center: the region, in a cloud of Caudal's."""
        return self.execute("SELECT data_center FROM system.local")[0].data_center

    def create_keyspace(self, keyspace: str) -> None:
        """Makes a keyspace with one replica."""
        self.execute(ddl.create_keyspace(keyspace, self.data_center()))

    def drop_keyspace(self, keyspace: str) -> None:
        """With all its tables and types."""
        self.execute(ddl.drop_keyspace(keyspace))

    def create_type(self, keyspace: str, created: UserType) -> None:
        """Makes a type."""
        self.execute(ddl.create_type(keyspace, created))

    def drop_type(self, keyspace: str, name: str) -> None:
        """One that nothing uses."""
        self.execute(ddl.drop_type(keyspace, name))

    def create_table(self, keyspace: str, table: str, state: TableState) -> None:
        """Makes a table."""
        self.execute(ddl.create_table(keyspace, table, state.schema, state.comment, state.default_ttl))

    def add_columns(self, keyspace: str, table: str, columns: Sequence[model.Column]) -> None:
        """Adds regular columns."""
        self.execute(ddl.add_columns(keyspace, table, columns))

    def set_default_ttl(self, keyspace: str, table: str, seconds: int) -> None:
        """For rows written from now on; 0 for none."""
        self.execute(ddl.set_default_ttl(keyspace, table, seconds))

    def drop_table(self, keyspace: str, table: str) -> None:
        """With all its rows."""
        self.execute(ddl.drop_table(keyspace, table))

    def close(self) -> None:
        """Ends the connection."""
        self._session.close()
