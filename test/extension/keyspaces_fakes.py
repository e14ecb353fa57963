"""A Cassandra in memory, as far as the Keyspaces API needs one."""

from dataclasses import replace
from types import SimpleNamespace

from caudal_localstack.keyspaces import cqltypes
from caudal_localstack.keyspaces.catalog import Facts
from caudal_localstack.keyspaces.database import TableState
from caudal_localstack.keyspaces.provider import KeyspacesProvider
from caudal_localstack.keyspaces.user_types import UserType

CONTEXT = SimpleNamespace(partition="aws", region="us-east-1", account_id="000000000000")


class FakeDatabase:
    """Keyspaces and tables as Python values."""

    def __init__(self) -> None:
        self.content: dict[str, dict[str, TableState]] = {"system": {}, "system_auth": {}, "caudal_keyspaces_api": {}}
        self.user_types: dict[str, dict[str, UserType]] = {}

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
        self.user_types[keyspace] = {}

    def types(self, keyspace):
        return dict(self.user_types.get(keyspace, {}))

    def create_type(self, keyspace, created):
        self.user_types[keyspace][created.name] = created

    def drop_type(self, keyspace, name):
        del self.user_types[keyspace][name]

    def tables_with_type(self, keyspace, name):
        def uses(state):
            return any(name in set(cqltypes.parse(column.type).user_types()) for column in state.schema.columns)

        return sorted(table for table, state in self.content[keyspace].items() if uses(state))

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

    def forget(self, keyspace, table):
        self.facts.pop((keyspace, table), None)

    def forget_keyspace(self, keyspace):
        self.facts = {key: value for key, value in self.facts.items() if key[0] != keyspace}


def fake_provider() -> KeyspacesProvider:
    """A provider that needs no Cassandra."""
    return KeyspacesProvider(FakeDatabase(), FakeCatalog())
