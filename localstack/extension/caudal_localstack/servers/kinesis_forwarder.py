"""The way from LocalStack's gateway to a Kinesis engine that somebody else runs."""

from http import HTTPStatus

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.http import Response
from urllib3 import HTTPConnectionPool
from urllib3.exceptions import HTTPError

from caudal_localstack import settings

_TARGET_PREFIX = "Kinesis_20131202."
# LocalStack serves it itself: it reads with GetRecords and makes events of the answers.
_SERVED_BY_LOCALSTACK = frozenset({"SubscribeToShard"})
_MOST_CONNECTIONS = 64
# Engines that look for a signature want a date beside it; nobody compares it.
_SOME_DATE = "20130101T000000Z"
# GetRecords may wait for 20 s.
_TIMEOUT_S = 30


class KinesisForwarder:
    """Passes requests on as they are.

    LocalStack's own way to a backend reads each request and writes it anew, opens a connection, reads the answer and
    writes that anew: with 500 records in them that costs more than storing them.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._pool = HTTPConnectionPool(
            settings.HOST, port, maxsize=_MOST_CONNECTIONS, timeout=_TIMEOUT_S, retries=False
        )

    def takes(self, context: RequestContext) -> bool:
        """Whether the request is one for the engine."""
        if context.service is None or context.service.service_name != "kinesis":
            return False
        name = _operation(context)
        return bool(name) and name not in _SERVED_BY_LOCALSTACK

    def forward(self, context: RequestContext, response: Response) -> None:
        """Fills the response with the engine's answer.

        @raises CommonServiceException ServiceUnavailable when the engine does not answer
        """
        request = context.request
        headers = {
            "X-Amz-Target": request.headers["X-Amz-Target"],
            "Content-Type": request.headers.get("Content-Type", "application/x-amz-json-1.1"),
            "Authorization": _authorization(context),
            "X-Amz-Date": request.headers.get("X-Amz-Date", _SOME_DATE),
        }
        try:
            answer = self._pool.request("POST", "/", body=request.get_data(), headers=headers)
        except HTTPError as error:
            message = f"The Kinesis engine on port {self._port} does not answer. See: ./caudal status"
            raise CommonServiceException("ServiceUnavailable", message, HTTPStatus.SERVICE_UNAVAILABLE) from error
        response.status_code = answer.status
        response.data = answer.data
        for name in ("Content-Type", "x-amzn-RequestId", "x-amzn-ErrorType"):
            if name in answer.headers:
                response.headers[name] = answer.headers[name]
        _note(context, response)


def _operation(context: RequestContext) -> str:
    target = context.request.headers.get("X-Amz-Target", "")
    return target.removeprefix(_TARGET_PREFIX) if target.startswith(_TARGET_PREFIX) else ""


def _authorization(context: RequestContext) -> str:
    """Account and region as LocalStack understands the caller's credentials; nobody checks the signature."""
    scope = f"{context.account_id}/20130101/{context.region}/kinesis/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"


def _note(context: RequestContext, response: Response) -> None:
    """Tells LocalStack's log what was called, and keeps it from reading the answer again."""
    name = _operation(context)
    if name in context.service.operation_names:
        context.operation = context.service.operation_model(name)
    code = response.headers.get("x-amzn-ErrorType")
    if code:
        context.service_exception = CommonServiceException(code, "", response.status_code)
    else:
        context.service_response = {"ResponseMetadata": {"HTTPStatusCode": response.status_code}}
