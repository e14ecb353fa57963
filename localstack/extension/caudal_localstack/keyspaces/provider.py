"""The operations of the Keyspaces API. https://docs.aws.amazon.com/keyspaces/latest/APIReference/Welcome.html"""

from collections.abc import Mapping

from localstack.aws.api import RequestContext, handler
from localstack.services.plugins import ServiceLifecycleHook

from caudal_localstack.keyspaces import arns, errors, model, paging, tables, tags
from caudal_localstack.keyspaces.catalog import KEYSPACE, Catalog, Facts
from caudal_localstack.keyspaces.database import Database, TableState
from caudal_localstack.keyspaces.unsupported import UnsupportedOperations

_SYSTEM_KEYSPACES = ("system", "system_schema")
"""Those of Keyspaces' own that are here as well. `system_schema_mcs` and `system_multiregion_info` are not: to list
them would promise tables that no query finds."""


class KeyspacesProvider(UnsupportedOperations, ServiceLifecycleHook):
    """Answers from a real Cassandra. Statuses are final at once: a schema change is done when its answer comes."""

    service = "keyspaces"
    version = "2022-02-10"

    def __init__(self, database: Database, catalog: Catalog) -> None:
        self._database = database
        self._catalog = catalog

    def on_before_stop(self) -> None:
        """Ends the connection."""
        self._database.close()

    @handler("CreateKeyspace", expand=False)
    def create_keyspace(self, context: RequestContext, request: Mapping) -> dict:
        """One region, one replica."""
        keyspace = _own_keyspace(request)
        specification = request.get("replicationSpecification") or {}
        if specification.get("replicationStrategy", "SINGLE_REGION") != "SINGLE_REGION":
            raise errors.unsupported("replicationStrategy MULTI_REGION")
        facts = Facts(tags=tags.merge({}, tags.from_api(request.get("tags"))))
        if self._database.has_keyspace(keyspace):
            raise errors.conflict(f"keyspace {keyspace} is there already")
        self._database.create_keyspace(keyspace)
        self._catalog.write(facts, keyspace)
        return {"resourceArn": arns.keyspace_arn(context, keyspace)}

    @handler("GetKeyspace", expand=False)
    def get_keyspace(self, context: RequestContext, request: Mapping) -> dict:
        """Name, ARN, strategy."""
        keyspace = self._existing_keyspace(request)
        return _keyspace_summary(context, keyspace)

    @handler("ListKeyspaces", expand=False)
    def list_keyspaces(self, context: RequestContext, request: Mapping) -> dict:
        """The user's keyspaces, and the system keyspaces that Keyspaces shows too."""
        names = [name for name in self._database.keyspaces() if _is_listed(name)]
        shown, token = paging.page(names, request)
        return {"keyspaces": [_keyspace_summary(context, name) for name in shown], **token}

    @handler("DeleteKeyspace", expand=False)
    def delete_keyspace(self, context: RequestContext, request: Mapping) -> dict:
        """With all its tables."""
        _own_keyspace(request)
        keyspace = self._existing_keyspace(request)
        self._database.drop_keyspace(keyspace)
        self._catalog.forget_keyspace(keyspace)
        return {}

    @handler("CreateTable", expand=False)
    def create_table(self, context: RequestContext, request: Mapping) -> dict:
        """The table is `ACTIVE` when the answer comes."""
        tables.refuse_unsupported(request)
        _own_keyspace(request)
        table = model.table_name(request.get("tableName"))
        state = TableState(
            schema=model.schema_from_api(request.get("schemaDefinition") or {}),
            comment=(request.get("comment") or {}).get("message") or "",
            default_ttl=tables.default_ttl(request),
        )
        facts = tables.apply(request, Facts(tags=tags.merge({}, tags.from_api(request.get("tags")))))
        keyspace = self._existing_keyspace(request)
        if self._database.has_table(keyspace, table):
            raise errors.conflict(f"table {keyspace}.{table} is there already")
        self._database.create_table(keyspace, table, state)
        self._catalog.write(facts, keyspace, table)
        return {"resourceArn": arns.table_arn(context, keyspace, table)}

    @handler("GetTable", expand=False)
    def get_table(self, context: RequestContext, request: Mapping) -> dict:
        """All that is known of a table."""
        keyspace, table, state = self._existing_table(request)
        return {
            **_table_summary(context, keyspace, table),
            **tables.description(state, self._catalog.read(keyspace, table)),
        }

    @handler("ListTables", expand=False)
    def list_tables(self, context: RequestContext, request: Mapping) -> dict:
        """The tables of a keyspace."""
        keyspace = self._existing_keyspace(request)
        shown, token = paging.page(self._database.tables(keyspace), request)
        return {"tables": [_table_summary(context, keyspace, table) for table in shown], **token}

    @handler("UpdateTable", expand=False)
    def update_table(self, context: RequestContext, request: Mapping) -> dict:
        """Adds columns or changes one setting."""
        tables.refuse_unsupported(request)
        tables.only_setting(request)
        _own_keyspace(request)
        keyspace, table, state = self._existing_table(request)
        facts = tables.apply(request, self._catalog.read(keyspace, table))
        if request.get("addColumns") is not None:
            self._add_columns(keyspace, table, state, request)
        if request.get("defaultTimeToLive") is not None:
            self._database.set_default_ttl(keyspace, table, tables.default_ttl(request))
        self._catalog.write(facts, keyspace, table)
        return {"resourceArn": arns.table_arn(context, keyspace, table)}

    @handler("DeleteTable", expand=False)
    def delete_table(self, context: RequestContext, request: Mapping) -> dict:
        """With all its rows."""
        _own_keyspace(request)
        keyspace, table, _ = self._existing_table(request)
        self._database.drop_table(keyspace, table)
        self._catalog.forget_table(keyspace, table)
        return {}

    @handler("TagResource", expand=False)
    def tag_resource(self, context: RequestContext, request: Mapping) -> dict:
        """Adds tags, or gives those there are another value."""
        keyspace, table = self._existing_resource(request)
        facts = self._catalog.read(keyspace, table)
        facts.tags = tags.merge(facts.tags, tags.from_api(request.get("tags")))
        self._catalog.write(facts, keyspace, table)
        return {}

    @handler("UntagResource", expand=False)
    def untag_resource(self, context: RequestContext, request: Mapping) -> dict:
        """Takes tags away, by their keys."""
        keyspace, table = self._existing_resource(request)
        facts = self._catalog.read(keyspace, table)
        gone = tags.from_api(request.get("tags"))
        facts.tags = {key: value for key, value in facts.tags.items() if key not in gone}
        self._catalog.write(facts, keyspace, table)
        return {}

    @handler("ListTagsForResource", expand=False)
    def list_tags_for_resource(self, context: RequestContext, request: Mapping) -> dict:
        """The tags of a keyspace or a table."""
        known = self._catalog.read(*self._existing_resource(request)).tags
        shown, token = paging.page(list(known), request)
        return {"tags": tags.to_api(known, shown), **token}

    def _add_columns(self, keyspace: str, table: str, state: TableState, request: Mapping) -> None:
        columns = model.columns_from_api(request["addColumns"], "addColumns")
        for column in columns:
            if state.schema.type_of(column.name):
                raise errors.validation(f'addColumns must name new columns (received "{column.name}")')
        self._database.add_columns(keyspace, table, columns)

    def _existing_keyspace(self, request: Mapping) -> str:
        keyspace = model.keyspace_name(request.get("keyspaceName"))
        if keyspace == KEYSPACE or not self._database.has_keyspace(keyspace):
            raise errors.not_found(f"keyspace {keyspace} is not there")
        return keyspace

    def _existing_table(self, request: Mapping) -> tuple[str, str, TableState]:
        keyspace = self._existing_keyspace(request)
        table = model.table_name(request.get("tableName"))
        state = self._database.table(keyspace, table)
        if not state:
            raise errors.not_found(f"table {keyspace}.{table} is not there")
        return keyspace, table, state

    def _existing_resource(self, request: Mapping) -> tuple[str, str]:
        keyspace, table = arns.parse(request.get("resourceArn"))
        named = {"keyspaceName": keyspace, "tableName": table}
        if table:
            self._existing_table(named)
        else:
            self._existing_keyspace(named)
        return keyspace, table


def _own_keyspace(request: Mapping) -> str:
    """The keyspace of a request that changes it. @raises ValidationException: for one of Cassandra's or of ours"""
    keyspace = model.keyspace_name(request.get("keyspaceName"))
    if keyspace == KEYSPACE or keyspace.startswith("system"):
        raise errors.validation(f'keyspaceName must not be a reserved name (received "{keyspace}")')
    return keyspace


def _is_listed(keyspace: str) -> bool:
    return keyspace in _SYSTEM_KEYSPACES or not (keyspace == KEYSPACE or keyspace.startswith("system"))


def _keyspace_summary(context: RequestContext, keyspace: str) -> dict:
    return {
        "keyspaceName": keyspace,
        "resourceArn": arns.keyspace_arn(context, keyspace),
        "replicationStrategy": "SINGLE_REGION",
    }


def _table_summary(context: RequestContext, keyspace: str, table: str) -> dict:
    return {
        "keyspaceName": keyspace,
        "tableName": table,
        "resourceArn": arns.table_arn(context, keyspace, table),
    }
