"""The HTTP side of the Lambda Runtime API, for one process.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import queue
import socket
import threading
from dataclasses import dataclass
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from caudal_localstack.lambda_process.errors import MAX_RESPONSE_BYTES
from caudal_localstack.lambda_process.model import Invocation

_PREFIX = "/2018-06-01/runtime/"
_NEXT = f"{_PREFIX}invocation/next"
_PIECE_BYTES = 1 << 16
_INIT_ERROR = f"{_PREFIX}init/error"


class EventKind(Enum):
    """What a process can do that matters to its environment."""

    READY = auto()
    INIT_ERROR = auto()
    TAKEN = auto()
    RESPONSE = auto()
    ERROR = auto()
    TOO_LARGE = auto()
    EXIT = auto()
    TIMEOUT = auto()
    """Nothing happened in time."""


@dataclass(frozen=True)
class Event:
    """Something that happened to a process, in the order in which it happened."""

    kind: EventKind
    request_id: str = ""
    payload: bytes = b""
    returncode: int = 0


@dataclass(frozen=True)
class _Pending:
    invocation: Invocation
    deadline_ms: int


class RuntimeApi(ThreadingHTTPServer):
    """A server on a free loopback port that hands out invocations and turns the answers into events."""

    daemon_threads = True

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self.pending: queue.SimpleQueue[_Pending | None] = queue.SimpleQueue()
        self.in_hand: str | None = None
        self.was_ready = False
        super().__init__(("127.0.0.1", 0), _RuntimeApiHandler)
        threading.Thread(target=self.serve_forever, name="lambda-runtime-api", daemon=True).start()

    @property
    def address(self) -> str:
        """`host:port`, as `AWS_LAMBDA_RUNTIME_API` wants it."""
        return f"127.0.0.1:{self.server_port}"

    def hand_out(self, invocation: Invocation, deadline_ms: int) -> None:
        """Gives an invocation to the process as soon as it asks for one. `deadline_ms` is in epoch milliseconds."""
        self.pending.put(_Pending(invocation, deadline_ms))

    def close(self) -> None:
        """Ends the server and the request that waits for an invocation."""
        self.pending.put(None)
        self.shutdown()
        self.server_close()

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a process that is killed breaks its connection, and its exit is an event of its own."""


class _RuntimeApiHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: RuntimeApi

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def log_message(self, *_arguments: object) -> None:
        """Nothing: requests are not logged."""

    def do_GET(self) -> None:
        if self.path != _NEXT:
            self._answer(404, _error("Runtime.UnknownPath", f'no such path in the Runtime API: "{self.path}"'))
            return
        if not self.server.was_ready:
            self.server.was_ready = True
            self.server.events.put(Event(EventKind.READY))
        pending = self.server.pending.get()
        if pending is None:
            self.close_connection = True
            self._answer(410, b"")
            return
        if not self._is_awaited():
            self.close_connection = True
            return
        invocation = pending.invocation
        self.server.in_hand = invocation.request_id
        self.server.events.put(Event(EventKind.TAKEN, invocation.request_id))
        headers = {
            "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
            "Lambda-Runtime-Deadline-Ms": str(pending.deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
            "Lambda-Runtime-Trace-Id": invocation.trace_id,
        }
        if invocation.client_context:
            headers["Lambda-Runtime-Client-Context"] = invocation.client_context
        self._answer(200, invocation.event, headers)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self._read(length)
        if self.path == _INIT_ERROR:
            self.server.events.put(Event(EventKind.INIT_ERROR, payload=body))
            self._answer(202, b'{"status":"OK"}')
            return
        request_id, _, verdict = self.path.removeprefix(f"{_PREFIX}invocation/").partition("/")
        if request_id != self.server.in_hand or verdict not in ("response", "error"):
            self._answer(400, _error("InvalidRequestID", f'no invocation in hand with the id "{request_id}"'))
            return
        self.server.in_hand = None
        if length > MAX_RESPONSE_BYTES:
            self._answer(
                413, _error("RequestEntityTooLarge", f"Exceeded maximum allowed payload size ({length} bytes).")
            )
            self.server.events.put(Event(EventKind.TOO_LARGE, request_id))
            return
        self._answer(202, b'{"status":"OK"}')
        kind = EventKind.RESPONSE if verdict == "response" else EventKind.ERROR
        self.server.events.put(Event(kind, request_id, body))

    def _read(self, length: int) -> bytes:
        """The body; nothing of one that is too large, which is read all the same, so that the answer is."""
        if length <= MAX_RESPONSE_BYTES:
            return self.rfile.read(length)
        while length > 0 and (piece := self.rfile.read(min(length, _PIECE_BYTES))):
            length -= len(piece)
        return b""

    def _is_awaited(self) -> bool:
        """Whether the process still holds its end of the connection. One that died while it waited takes nothing."""
        try:
            return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()


def _error(kind: str, message: str) -> bytes:
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()
