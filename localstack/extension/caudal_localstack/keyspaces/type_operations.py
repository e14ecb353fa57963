"""The operations on user-defined types. https://docs.aws.amazon.com/keyspaces/latest/devguide/udts.html"""

from collections.abc import Mapping

from localstack.aws.api import RequestContext

from caudal_localstack.keyspaces import arns, cqltypes, errors, paging, user_types
from caudal_localstack.keyspaces.catalog import Facts, type_key
from caudal_localstack.keyspaces.lookup import Lookup, changeable
from caudal_localstack.keyspaces.operation import operation
from caudal_localstack.keyspaces.user_types import UserType


class TypeOperations(Lookup):
    """Types of Cassandra. A type never changes: neither Keyspaces' API nor its CQL has a statement for that."""

    @operation("CreateType")
    def create_type(self, context: RequestContext, request: Mapping) -> dict:
        """The type is `ACTIVE` when the answer comes."""
        name = user_types.name_from_api(request["typeName"])
        keyspace = self._own_keyspace(request)
        known = self._database.types(keyspace)
        created = UserType(name, user_types.fields_from_api(request["fieldDefinitions"], known))
        if name in known:
            raise errors.conflict(f"type {keyspace}.{name} is there already")
        if user_types.nesting(created.fields, known) > cqltypes.MAX_NESTING:
            raise errors.validation(f"types must be nested at most {cqltypes.MAX_NESTING} levels (type {name})")
        self._database.create_type(keyspace, created)
        self._catalog.write(Facts(), keyspace, type_key(name))
        return {"keyspaceArn": arns.keyspace_arn(context, keyspace), "typeName": name}

    @operation("GetType")
    def get_type(self, context: RequestContext, request: Mapping) -> dict:
        """Fields, and what uses it."""
        keyspace, found, known = self._existing_type(request)
        return {
            "keyspaceName": keyspace,
            "typeName": found.name,
            "fieldDefinitions": found.to_api(),
            "lastModifiedTimestamp": self._catalog.read(keyspace, type_key(found.name)).created,
            "status": "ACTIVE",
            "directReferringTables": self._database.tables_with_type(keyspace, found.name),
            "directParentTypes": _parents(found, known),
            "maxNestingDepth": user_types.nesting(found.fields, known),
            "keyspaceArn": arns.keyspace_arn(context, keyspace),
        }

    @operation("ListTypes")
    def list_types(self, context: RequestContext, request: Mapping) -> dict:
        """The names of a keyspace's types."""
        shown, token = paging.page(list(self._database.types(self._existing_keyspace(request))), request)
        return {"types": list(shown), **token}

    @operation("DeleteType")
    def delete_type(self, context: RequestContext, request: Mapping) -> dict:
        """One that no table and no other type uses."""
        changeable(request)
        keyspace, found, known = self._existing_type(request)
        users = [*self._database.tables_with_type(keyspace, found.name), *_parents(found, known)]
        if users:
            raise errors.conflict(f"type {keyspace}.{found.name} is in use by {', '.join(users)}; delete them first")
        self._database.drop_type(keyspace, found.name)
        self._catalog.forget(keyspace, type_key(found.name))
        return {"keyspaceArn": arns.keyspace_arn(context, keyspace), "typeName": found.name}


def _parents(found: UserType, known: Mapping[str, UserType]) -> list[str]:
    return sorted(other.name for other in known.values() if other.uses(found.name))
