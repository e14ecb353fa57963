"""What a request is about: the keyspace, table or type that it names, as Cassandra has it."""

from collections.abc import Mapping

from caudal_localstack.keyspaces import arns, errors, user_types
from caudal_localstack.keyspaces.catalog import KEYSPACE, Catalog
from caudal_localstack.keyspaces.database import Database, TableState
from caudal_localstack.keyspaces.user_types import UserType


class Lookup:
    """Finds what is there. The request has passed the model's constraints, so its names are well formed."""

    def __init__(self, database: Database, catalog: Catalog) -> None:
        self._database = database
        self._catalog = catalog

    def _existing_keyspace(self, request: Mapping) -> str:
        keyspace = request["keyspaceName"]
        if keyspace == KEYSPACE or not self._database.has_keyspace(keyspace):
            raise errors.not_found(f"keyspace {keyspace} is not there")
        return keyspace

    def _own_keyspace(self, request: Mapping) -> str:
        """The keyspace of a request that changes what is in it."""
        changeable(request)
        return self._existing_keyspace(request)

    def _existing_table(self, request: Mapping) -> tuple[str, str, TableState]:
        keyspace, table = self._existing_keyspace(request), request["tableName"]
        state = self._database.table(keyspace, table)
        if not state:
            raise errors.not_found(f"table {keyspace}.{table} is not there")
        return keyspace, table, state

    def _existing_type(self, request: Mapping) -> tuple[str, UserType, dict[str, UserType]]:
        """Its keyspace, itself, and all types of the keyspace by name."""
        keyspace = self._existing_keyspace(request)
        known = self._database.types(keyspace)
        found = user_types.find(request["typeName"], known)
        if not found:
            raise errors.not_found(f"type {keyspace}.{request['typeName']} is not there")
        return keyspace, found, known

    def _existing_resource(self, request: Mapping) -> tuple[str, str]:
        keyspace, table = arns.parse(request["resourceArn"])
        named = {"keyspaceName": keyspace, "tableName": table}
        if table:
            self._existing_table(named)
        else:
            self._existing_keyspace(named)
        return keyspace, table


def changeable(request: Mapping) -> str:
    """The name of a keyspace to be changed. @raises ValidationException: for one of Cassandra's or of ours"""
    keyspace = request["keyspaceName"]
    if keyspace == KEYSPACE or keyspace.startswith("system"):
        raise errors.validation(f"{keyspace} keyspace is not user-modifiable.")
    return keyspace
