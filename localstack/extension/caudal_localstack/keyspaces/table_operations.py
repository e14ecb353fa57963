"""The operations on tables."""

from collections.abc import Mapping

from localstack.aws.api import RequestContext

from caudal_localstack.keyspaces import arns, errors, model, paging, tables, tags
from caudal_localstack.keyspaces.catalog import Facts
from caudal_localstack.keyspaces.database import TableState
from caudal_localstack.keyspaces.lookup import Lookup, changeable
from caudal_localstack.keyspaces.operation import operation


class TableOperations(Lookup):
    """Statuses are final at once: a schema change is done when its answer comes."""

    @operation("CreateTable")
    def create_table(self, context: RequestContext, request: Mapping) -> dict:
        """The table is `ACTIVE` when the answer comes."""
        tables.refuse_unsupported(request)
        changeable(request)
        facts = tables.apply(request, Facts(tags=tags.merge({}, tags.from_api(request.get("tags")))))
        keyspace, table = self._existing_keyspace(request), request["tableName"]
        state = TableState(
            schema=model.schema_from_api(request["schemaDefinition"], self._database.types(keyspace)),
            comment=(request.get("comment") or {}).get("message") or "",
            default_ttl=request.get("defaultTimeToLive") or 0,
        )
        if self._database.has_table(keyspace, table):
            raise errors.conflict(f"table {keyspace}.{table} is there already")
        self._database.create_table(keyspace, table, state)
        self._catalog.write(facts, keyspace, table)
        return {"resourceArn": arns.table_arn(context, keyspace, table)}

    @operation("GetTable")
    def get_table(self, context: RequestContext, request: Mapping) -> dict:
        """All that is known of a table."""
        keyspace, table, state = self._existing_table(request)
        return {
            **_summary(context, keyspace, table),
            **tables.description(state, self._catalog.read(keyspace, table)),
        }

    @operation("ListTables")
    def list_tables(self, context: RequestContext, request: Mapping) -> dict:
        """The tables of a keyspace."""
        keyspace = self._existing_keyspace(request)
        shown, token = paging.page(self._database.tables(keyspace), request)
        return {"tables": [_summary(context, keyspace, table) for table in shown], **token}

    @operation("UpdateTable")
    def update_table(self, context: RequestContext, request: Mapping) -> dict:
        """Adds columns or changes one setting."""
        tables.refuse_unsupported(request)
        tables.only_setting(request)
        changeable(request)
        keyspace, table, state = self._existing_table(request)
        facts = tables.apply(request, self._catalog.read(keyspace, table))
        if request.get("addColumns") is not None:
            self._add_columns(keyspace, table, state, request)
        if request.get("defaultTimeToLive") is not None:
            self._database.set_default_ttl(keyspace, table, request["defaultTimeToLive"])
        self._catalog.write(facts, keyspace, table)
        return {"resourceArn": arns.table_arn(context, keyspace, table)}

    @operation("DeleteTable")
    def delete_table(self, context: RequestContext, request: Mapping) -> dict:
        """With all its rows."""
        changeable(request)
        keyspace, table, _ = self._existing_table(request)
        self._database.drop_table(keyspace, table)
        self._catalog.forget(keyspace, table)
        return {}

    def _add_columns(self, keyspace: str, table: str, state: TableState, request: Mapping) -> None:
        columns = model.columns_from_api(request["addColumns"], "addColumns", self._database.types(keyspace))
        for column in columns:
            if state.schema.type_of(column.name):
                raise errors.validation(f'addColumns must name new columns (received "{column.name}")')
        self._database.add_columns(keyspace, table, columns)


def _summary(context: RequestContext, keyspace: str, table: str) -> dict:
    return {
        "keyspaceName": keyspace,
        "tableName": table,
        "resourceArn": arns.table_arn(context, keyspace, table),
    }
