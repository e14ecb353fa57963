"""What Keyspaces knows of its resources and Cassandra has no place for, kept in a table of Cassandra all the same.

So it survives a restart of LocalStack, as keyspaces and tables do.
"""

import json
import time
from dataclasses import asdict, dataclass, field

from caudal_localstack.keyspaces import ddl
from caudal_localstack.keyspaces.database import Database, TableState
from caudal_localstack.keyspaces.model import Column, Schema

KEYSPACE = "caudal_keyspaces_api"
_TABLE = "resources"
_SCHEMA = Schema(
    (Column("keyspace_name", "text"), Column("table_name", "text"), Column("facts", "text")),
    ("keyspace_name",),
    (("table_name", "ASC"),),
)
_QUALIFIED = ddl.qualified(KEYSPACE, _TABLE)


@dataclass
class Facts:
    """Of a keyspace, a table or a type. The values are as the API writes them."""

    created: float = field(default_factory=time.time)
    """Epoch seconds."""
    tags: dict[str, str] = field(default_factory=dict)
    capacity: dict = field(default_factory=lambda: {"throughputMode": "PAY_PER_REQUEST"})
    encryption: dict = field(default_factory=lambda: {"type": "AWS_OWNED_KMS_KEY"})
    recovery: dict = field(default_factory=lambda: {"status": "DISABLED"})
    ttl: bool = False
    client_timestamps: bool = False


def type_key(name: str) -> str:
    """Where the facts of a type are kept, beside those of tables: no table has a colon in its name."""
    return f"type:{name}"


class Catalog:
    """Reads and writes facts. A resource that was made past this API has the default ones."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._exists = False

    def read(self, keyspace: str, table: str = "") -> Facts:
        """The facts of a table, of a type by its key, or of a keyspace when neither is named."""
        if not self._is_there():
            return Facts()
        rows = self._database.execute(
            f"SELECT facts FROM {_QUALIFIED} WHERE keyspace_name = %s AND table_name = %s", (keyspace, table)
        )
        return Facts(**json.loads(rows[0].facts)) if rows else Facts()

    def write(self, facts: Facts, keyspace: str, table: str = "") -> None:
        """Keeps the facts in place of those there were."""
        self._make()
        self._database.execute(
            f"INSERT INTO {_QUALIFIED} (keyspace_name, table_name, facts) VALUES (%s, %s, %s)",
            (keyspace, table, json.dumps(asdict(facts))),
        )

    def forget(self, keyspace: str, table: str) -> None:
        """Drops the facts of a table, or of a type by its key."""
        if self._is_there():
            self._database.execute(
                f"DELETE FROM {_QUALIFIED} WHERE keyspace_name = %s AND table_name = %s", (keyspace, table)
            )

    def forget_keyspace(self, keyspace: str) -> None:
        """Drops the facts of a keyspace and of all that is in it."""
        if self._is_there():
            self._database.execute(f"DELETE FROM {_QUALIFIED} WHERE keyspace_name = %s", (keyspace,))

    def _is_there(self) -> bool:
        self._exists = self._exists or self._database.has_table(KEYSPACE, _TABLE)
        return self._exists

    def _make(self) -> None:
        if self._is_there():
            return
        if not self._database.has_keyspace(KEYSPACE):
            self._database.create_keyspace(KEYSPACE)
        self._database.create_table(KEYSPACE, _TABLE, TableState(_SCHEMA, "kept by the Keyspaces API of Caudal", 0))
