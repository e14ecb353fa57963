"""The operations that have no counterpart in Cassandra, or none yet."""

from collections.abc import Callable, Mapping

from localstack.aws.api import RequestContext, handler

from caudal_localstack.keyspaces import errors

UNSUPPORTED = (
    "CreateType",
    "DeleteType",
    "GetTableAutoScalingSettings",
    "GetType",
    "ListTypes",
    "RestoreTable",
    "UpdateKeyspace",
)


def _refusal(operation: str) -> Callable:
    @handler(operation, expand=False)
    def refuse(self: object, context: RequestContext, request: Mapping) -> dict:
        raise errors.unsupported(operation)

    refuse.__name__ = f"refuse_{operation}"
    return refuse


class UnsupportedOperations:
    """Answers each of them with an error that says so."""


for _operation in UNSUPPORTED:
    setattr(UnsupportedOperations, f"refuse_{_operation}", _refusal(_operation))
