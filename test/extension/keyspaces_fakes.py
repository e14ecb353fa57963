"""A Cassandra in memory, as far as the Keyspaces API needs one."""

from dataclasses import replace
from types import SimpleNamespace

from caudal_localstack.keyspaces.catalog import Facts
from caudal_localstack.keyspaces.database import TableState
from caudal_localstack.keyspaces.provider import KeyspacesProvider

CONTEXT = SimpleNamespace(partition="aws", region="us-east-1", account_id="000000000000")


class FakeDatabase:
    """Keyspaces and tables as Python values."""

    def __init__(self) -> None:
        self.content: dict[str, dict[str, TableState]] = {"system": {}, "system_auth": {}, "caudal_keyspaces_api": {}}

    def keyspaces(self):
        return sorted(self.content)

    def has_keyspace(self, keyspace):
        return keyspace in self.content

    def tables(self, keyspace):
        return sorted(self.content[keyspace])

    def has_table(self, keyspace, table):
        return table in self.content.get(keyspace, {})

    def table(self, keyspace, table):
        return self.content[keyspace].get(table)

    def create_keyspace(self, keyspace):
        self.content[keyspace] = {}

    def drop_keyspace(self, keyspace):
        del self.content[keyspace]

    def create_table(self, keyspace, table, state):
        self.content[keyspace][table] = state

    def add_columns(self, keyspace, table, columns):
        state = self.content[keyspace][table]
        schema = replace(state.schema, columns=(*state.schema.columns, *columns))
        self.content[keyspace][table] = replace(state, schema=schema)

    def set_default_ttl(self, keyspace, table, seconds):
        self.content[keyspace][table] = replace(self.content[keyspace][table], default_ttl=seconds)

    def drop_table(self, keyspace, table):
        del self.content[keyspace][table]


class FakeCatalog:
    """Facts in a dictionary."""

    def __init__(self) -> None:
        self.facts: dict[tuple[str, str], Facts] = {}

    def read(self, keyspace, table=""):
        return self.facts.get((keyspace, table), Facts())

    def write(self, facts, keyspace, table=""):
        self.facts[keyspace, table] = facts

    def forget_table(self, keyspace, table):
        self.facts.pop((keyspace, table), None)

    def forget_keyspace(self, keyspace):
        self.facts = {key: value for key, value in self.facts.items() if key[0] != keyspace}


def fake_provider() -> KeyspacesProvider:
    """A provider that needs no Cassandra."""
    return KeyspacesProvider(FakeDatabase(), FakeCatalog())
