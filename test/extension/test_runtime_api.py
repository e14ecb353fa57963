"""Tests of the Runtime API as a process sees it."""

import queue
import socket

import pytest

from caudal_localstack.lambda_process.model import Invocation
from caudal_localstack.lambda_process.runtime_api import EventKind, RuntimeApi

_INVOCATION = Invocation("id", "arn:aws:lambda:us-east-1:000000000000:function:tested", b"{}", "", None)
_GET_NEXT = b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def api():
    server = RuntimeApi()
    yield server
    server.close()


def _waiting_process(api: RuntimeApi) -> socket.socket:
    process = socket.create_connection(("127.0.0.1", api.server_port))
    process.sendall(_GET_NEXT)
    assert api.events.get(timeout=5).kind is EventKind.READY
    return process


def test_a_process_that_waits_takes_the_invocation(api: RuntimeApi) -> None:
    with _waiting_process(api) as process:
        api.hand_out(_INVOCATION, 0)
        assert api.events.get(timeout=5).kind is EventKind.TAKEN
        assert process.recv(100).startswith(b"HTTP/1.1 200")


def test_a_process_that_died_while_it_waited_takes_nothing(api: RuntimeApi) -> None:
    _waiting_process(api).close()
    api.hand_out(_INVOCATION, 0)
    with pytest.raises(queue.Empty):
        api.events.get(timeout=0.3)
