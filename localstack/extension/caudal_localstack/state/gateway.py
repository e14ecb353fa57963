"""Stands last before an answer of the gateway goes out, and has the state saved that the call has changed."""

import logging

from localstack.aws.api import RequestContext
from localstack.aws.chain import HandlerChain
from localstack.http import Response

from caudal_localstack.state.changes import Effect, effect_of
from caudal_localstack.state.keeper import Keeper
from caudal_localstack.state.s3.plugin import KeptS3
from caudal_localstack.state.stacks.resume import remember_request

LOG = logging.getLogger(__name__)

_SOON_S = 0.1
_LATER_S = 3.0
_AFTERWARDS_S = 1.0

_WORKS_ON = {"cloudformation", "lambda"}
"""Services that change their state by themselves after the answer; who reads it sees only what is kept."""

_ERROR = 400
_INTERNAL_ERROR = 500
_NOT_KEPT = b"<Error><Code>InternalError</Code><Message>The object could not be written to disk</Message></Error>"


class SaveBeforeAnswer:
    """A response handler. Calls of LocalStack's services to each other go through the gateway, and so pass here too."""

    def __init__(self, keeper: Keeper, s3: KeptS3) -> None:
        """Takes the keeper of the state, and that of S3's objects."""
        self._keeper = keeper
        self._s3 = s3

    def __call__(self, _chain: HandlerChain, context: RequestContext, response: Response) -> None:
        """Saves, or sees to it that it will be saved, by what was called."""
        if context.service is None or context.operation is None or response.status_code >= _ERROR:
            return
        service, operation = context.service.service_name, context.operation.name
        match effect_of(service, operation, context.is_internal_call):
            case Effect.SAVED:
                self._save(service, context, response)
            case Effect.SOON if _has_effect(operation, context):
                self._keeper.changes(service, _SOON_S)
            case Effect.LATER:
                self._keeper.changes(service, _LATER_S)
            case _ if service in _WORKS_ON:
                self._keeper.settle(service)

    def _save(self, service: str, context: RequestContext, response: Response) -> None:
        if service == "s3":
            try:
                if self._s3.changed(context):
                    return
            except Exception as error:
                LOG.error("An object of S3 could not be saved: %s", error)
                response.set_response(_NOT_KEPT)
                response.status_code = _INTERNAL_ERROR
                return
        if service == "cloudformation":
            remember_request(context)
        self._keeper.changed(service)
        if service in _WORKS_ON:
            self._keeper.changes(service, _AFTERWARDS_S)


def _has_effect(operation: str, context: RequestContext) -> bool:
    """A poll of a queue that finds nothing changes nothing, and there are many of those."""
    return operation != "ReceiveMessage" or bool((context.service_response or {}).get("Messages"))
