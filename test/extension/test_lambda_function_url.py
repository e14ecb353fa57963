"""Events, answers and callers of function URLs."""

import json
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from localstack.aws.api.lambda_ import TooManyRequestsException
from localstack.http import Request, Response, Router
from localstack.services.lambda_ import urlrouter
from localstack.services.lambda_.invocation.lambda_models import InvocationResult
from localstack.services.lambda_.urlrouter import FunctionUrlRouter

from caudal_localstack.lambda_service import function_url

HOST = "abc.lambda-url.us-east-1.localhost:4566"
SIGNED = "AWS4-HMAC-SHA256 Credential=AKIATEST/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0"


@pytest.fixture(scope="module", autouse=True)
def mended() -> None:
    function_url.install()


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch):
    """Sends a request to a function that answers with what it was given, or fails as told."""

    def send(auth: str = "NONE", answer: object = None, error: Exception | None = None, **request: object) -> Response:
        def invoke(payload: bytes, **_others: object) -> InvocationResult:
            if error:
                raise error
            given = json.dumps(answer).encode() if answer is not None else payload
            return InvocationResult("id", given, is_error=False, logs="")

        config = SimpleNamespace(
            url_id="abc", auth_type=auth, function_arn="arn:aws:lambda:us-east-1:000000000000:function:tested"
        )
        store = SimpleNamespace(functions={"tested": SimpleNamespace(function_url_configs={"$LATEST": config})})
        stores = {"000000000000": {"us-east-1": store}}
        monkeypatch.setattr(urlrouter, "lambda_stores", stores)
        monkeypatch.setattr(function_url, "lambda_stores", stores)
        router = FunctionUrlRouter(Router(), SimpleNamespace(invoke=invoke))
        path = request.pop("path", "/a/b")
        asked = Request(
            "POST", unquote(path), raw_path=path, server=("localhost", 4566), remote_addr="127.0.0.1", **request
        )
        asked.headers["Host"] = HOST
        return router.handle_lambda_url_invocation(asked, "abc", "us-east-1")

    return send


def test_an_event_in_format_2(ask) -> None:
    headers = {"Content-Type": "application/json", "Cookie": "a=1; b=2"}
    event = json.loads(ask(query_string="x=1&x=2", headers=headers, body=b'{"k":1}').data)

    assert event["version"] == "2.0"
    assert event["cookies"] == ["a=1", "b=2"]
    assert (event["rawPath"], event["rawQueryString"]) == ("/a/b", "x=1&x=2")
    assert event["queryStringParameters"] == {"x": "1,2"}
    assert (event["body"], event["isBase64Encoded"]) == ('{"k":1}', False)
    assert event["requestContext"]["http"]["method"] == "POST"
    assert event["requestContext"]["accountId"] == "anonymous"
    assert "authorizer" not in event["requestContext"]


def test_what_an_event_lacks_is_left_out_and_binary_bodies_are_base64(ask) -> None:
    event = json.loads(ask(body=b"\x00\xff").data)

    assert not {"cookies", "queryStringParameters"} & event.keys()
    assert (event["body"], event["isBase64Encoded"]) == ("AP8=", True)


def test_a_path_stays_as_it_was_sent(ask) -> None:
    event = json.loads(ask(path="/a%2Fb%20c/%C3%B1").data)

    assert event["rawPath"] == event["requestContext"]["http"]["path"] == "/a%2Fb%20c/%C3%B1"


def test_a_result_without_a_status_is_the_body(ask) -> None:
    response = ask(answer={"body": 1, "cookies": ["a=1"]})

    assert (response.status_code, response.json, response.mimetype) == (
        200,
        {"body": 1, "cookies": ["a=1"]},
        "application/json",
    )
    assert "Set-Cookie" not in response.headers


def test_an_answer_with_status_cookies_and_a_binary_body(ask) -> None:
    answer = {
        "statusCode": 201,
        "headers": {"x-mine": "1"},
        "cookies": ["a=1; Secure", "b=2"],
        "body": "AP8=",
        "isBase64Encoded": True,
    }
    response = ask(answer=answer)

    assert (response.status_code, response.data, response.headers["x-mine"]) == (201, b"\x00\xff", "1")
    assert response.headers.getlist("Set-Cookie") == ["a=1; Secure", "b=2"]


def test_a_url_for_signed_requests_only(ask) -> None:
    refused = ask(auth="AWS_IAM")
    event = json.loads(ask(auth="AWS_IAM", headers={"Authorization": SIGNED}).data)

    assert (refused.status_code, refused.json) == (403, {"Message": "Forbidden"})
    assert event["requestContext"]["accountId"] == "000000000000"
    assert event["requestContext"]["authorizer"]["iam"]["accessKey"] == "AKIATEST"


def test_a_throttled_function_answers_429(ask) -> None:
    reason = "ReservedFunctionConcurrentInvocationLimitExceeded"

    response = ask(error=TooManyRequestsException("Rate Exceeded.", Reason=reason, Type="User"))

    assert (response.status_code, response.json["Reason"]) == (429, reason)
