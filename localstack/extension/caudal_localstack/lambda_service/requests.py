"""What Lambda refuses before any function runs: payloads that are too large or no JSON, client contexts that are none.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

import json
from collections.abc import Callable
from typing import NoReturn

from localstack.aws.api import CommonServiceException
from localstack.aws.api.lambda_ import InvalidRequestContentException, InvocationType
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.invocation.lambda_service import LambdaService
from localstack.utils.patch import patch

from caudal_localstack.lambda_process.client_context import InvalidClientContextError, client_context_json

MAX_SYNCHRONOUS_BYTES = 6_291_456
MAX_ASYNCHRONOUS_BYTES = 1_048_576

_OF_A_FUNCTION_URL = "{}"
"""What LocalStack's function URLs give as client context: they have none."""


def install() -> None:
    """Has every invocation checked, by whichever road it comes."""

    @patch(LambdaService.invoke)
    def invoke(
        target: Callable[..., InvocationResult | None],
        self: LambdaService,
        *,
        payload: bytes | None,
        invocation_type: str | None,
        client_context: str | None,
        **others: object,
    ) -> InvocationResult | None:
        context = None if client_context == _OF_A_FUNCTION_URL else client_context
        check(payload, invocation_type, context)
        is_event = invocation_type == InvocationType.Event
        return target(
            self,
            payload=payload or None,
            invocation_type=invocation_type,
            client_context=None if is_event else context,  # handed on by synchronous invocations only
            **others,
        )


def check(payload: bytes | None, invocation_type: str | None, client_context: str | None) -> None:
    """Refuses what Lambda refuses.

    @raises CommonServiceException: `RequestEntityTooLargeException` (413), as the service names what the reference of
        its API calls `RequestTooLargeException`
    @raises InvalidRequestContentException: for a payload that is no JSON, and a client context that is none
    """
    limit = MAX_ASYNCHRONOUS_BYTES if invocation_type == InvocationType.Event else MAX_SYNCHRONOUS_BYTES
    if payload and len(payload) > limit:
        raise CommonServiceException(
            "RequestEntityTooLargeException",
            f"Request must be smaller than {limit} bytes for the InvokeFunction operation",
            status_code=413,
            sender_fault=True,
        )
    if payload:
        _check_json(payload)
    try:
        client_context_json(client_context)
    except InvalidClientContextError as error:
        raise InvalidRequestContentException(str(error), Type="User") from error


def _check_json(payload: bytes) -> None:
    try:
        json.loads(payload, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        message = f"Could not parse request body into json: Could not parse payload into json: {error}"
        raise InvalidRequestContentException(message, Type="User") from error


def _refuse_constant(name: str) -> NoReturn:
    """Python takes NaN and infinities for JSON."""
    raise ValueError(f"Unrecognized token '{name}'")
