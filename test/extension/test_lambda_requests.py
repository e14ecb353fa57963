"""What is refused before any function runs, and the client context that functions get."""

import base64

import pytest
from localstack.aws.api import CommonServiceException
from localstack.aws.api.lambda_ import InvalidRequestContentException

from caudal_localstack.lambda_process.client_context import client_context_json
from caudal_localstack.lambda_service.requests import check


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(("kind", "limit"), [("RequestResponse", 6_291_456), (None, 6_291_456), ("Event", 1_048_576)])
def test_payloads_up_to_the_limit(kind: str | None, limit: int) -> None:
    check(b'"%s"' % (b"x" * (limit - 2)), kind, None)

    with pytest.raises(CommonServiceException) as refused:
        check(b'"%s"' % (b"x" * (limit - 1)), kind, None)

    assert refused.value.code == "RequestEntityTooLargeException"
    assert refused.value.status_code == 413
    assert refused.value.message == f"Request must be smaller than {limit} bytes for the InvokeFunction operation"


@pytest.mark.parametrize("payload", [b"words", b"{", b"NaN", b"\xff", b"[" * 100_000])
def test_a_payload_that_is_no_json(payload: bytes) -> None:
    with pytest.raises(InvalidRequestContentException) as refused:
        check(payload, None, None)

    assert refused.value.message.startswith(
        "Could not parse request body into json: Could not parse payload into json: "
    )


@pytest.mark.parametrize("payload", [None, b"", b"null", b"1", '"ñ"'.encode(), b' {"a": [1]} '])
def test_payloads_that_are_taken(payload: bytes | None) -> None:
    check(payload, None, None)


def test_a_client_context_is_handed_on_in_ascii() -> None:
    assert client_context_json(_encoded('{"custom":{"k":"ñ"}}')) == '{"custom": {"k": "\\u00f1"}}'
    assert client_context_json(None) is None


@pytest.mark.parametrize(
    "context", ["no base64!", _encoded("words"), _encoded("[1]"), _encoded(f'{{"a":"{"x" * 3000}"}}')]
)
def test_a_client_context_that_is_none(context: str) -> None:
    with pytest.raises(InvalidRequestContentException, match="Client context must be"):
        check(None, None, context)
