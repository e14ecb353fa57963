"""Tests of the way from LocalStack's gateway to the Kinesis engine: what goes in, what comes back."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from localstack.aws.api import CommonServiceException, RequestContext
from localstack.aws.spec import load_service
from localstack.http import Request, Response

from caudal_localstack.servers.kinesis_forwarder import KinesisForwarder

_NOBODY_LISTENS = 1


class _Engine(BaseHTTPRequestHandler):
    """Answers with what it was asked, or with an error where the body is `fail`."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        failed = body == b"fail"
        asked = {"headers": dict(self.headers), "body": body.decode(), "connection": self.client_address[1]}
        answer = json.dumps({"__type": "InvalidArgumentException"} if failed else asked).encode()
        self.send_response(400 if failed else 200)
        self.send_header("Content-Type", self.headers["Content-Type"])
        self.send_header("Content-Length", str(len(answer)))
        if failed:
            self.send_header("x-amzn-ErrorType", "InvalidArgumentException")
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args: object) -> None:
        """Prints nothing."""


@pytest.fixture
def forwarder() -> Iterator[KinesisForwarder]:
    """In front of a server that plays the engine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Engine)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield KinesisForwarder(server.server_port)
    server.shutdown()
    server.server_close()


def _context(operation: str, body: bytes = b"{}", service: str = "kinesis") -> RequestContext:
    headers = {"X-Amz-Target": f"Kinesis_20131202.{operation}", "Content-Type": "application/x-amz-cbor-1.1"}
    context = RequestContext(Request("POST", "/", body=body, headers=headers))
    context.service = load_service(service)
    context.account_id = "111111111111"
    context.region = "eu-west-1"
    return context


def test_takes_every_operation_but_those_that_localstack_serves(forwarder: KinesisForwarder) -> None:
    assert forwarder.takes(_context("PutRecords"))
    assert forwarder.takes(_context("AnOperationOfNextYear"))
    assert not forwarder.takes(_context("SubscribeToShard"))
    assert not forwarder.takes(_context("PutRecords", service="dynamodb"))
    assert not forwarder.takes(RequestContext(Request("GET", "/")))


def test_passes_body_and_type_on_with_the_callers_account_and_region(forwarder: KinesisForwarder) -> None:
    response = Response()
    context = _context("PutRecords", b"any bytes")
    forwarder.forward(context, response)
    asked = json.loads(response.data)
    assert asked["body"] == "any bytes"
    assert asked["headers"]["Content-Type"] == response.headers["Content-Type"] == "application/x-amz-cbor-1.1"
    assert asked["headers"]["X-Amz-Target"] == "Kinesis_20131202.PutRecords"
    assert "Credential=111111111111/20130101/eu-west-1/kinesis/" in asked["headers"]["Authorization"]
    assert context.operation.name == "PutRecords"
    assert context.service_exception is None


def test_keeps_its_connection(forwarder: KinesisForwarder) -> None:
    ports = set()
    for _ in range(3):
        response = Response()
        forwarder.forward(_context("ListStreams"), response)
        ports.add(json.loads(response.data)["connection"])
    assert len(ports) == 1


def test_an_error_of_the_engine_comes_back_as_it_is(forwarder: KinesisForwarder) -> None:
    response = Response()
    context = _context("PutRecords", b"fail")
    forwarder.forward(context, response)
    assert (response.status_code, json.loads(response.data)) == (400, {"__type": "InvalidArgumentException"})
    assert context.service_exception.code == "InvalidArgumentException"


def test_an_operation_that_localstack_does_not_know_goes_through(forwarder: KinesisForwarder) -> None:
    response = Response()
    context = _context("CreateChannel")
    forwarder.forward(context, response)
    assert (response.status_code, context.operation) == (200, None)


def test_says_when_the_engine_is_away() -> None:
    with pytest.raises(CommonServiceException, match=r"port 1 does not answer") as failure:
        KinesisForwarder(_NOBODY_LISTENS).forward(_context("ListStreams"), Response())
    assert (failure.value.code, failure.value.status_code) == ("ServiceUnavailable", 503)
