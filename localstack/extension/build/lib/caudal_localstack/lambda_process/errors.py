"""Error payloads and their wording, as Lambda gives them to the caller of a function.

https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
"""

import json
import signal
from dataclasses import dataclass

MAX_RESPONSE_BYTES = 6_291_556
"""6 MB and 100 bytes: the size up to which Lambda takes a response."""

EXIT_ERROR = "Runtime.ExitError"
RESPONSE_TOO_LARGE = "Function.ResponseSizeTooLarge"

_SIGNAL_NAMES: dict[int, str] = {
    signal.SIGABRT: "aborted",
    signal.SIGBUS: "bus error",
    signal.SIGFPE: "floating point exception",
    signal.SIGHUP: "hangup",
    signal.SIGILL: "illegal instruction",
    signal.SIGINT: "interrupt",
    signal.SIGKILL: "killed",
    signal.SIGPIPE: "broken pipe",
    signal.SIGQUIT: "quit",
    signal.SIGSEGV: "segmentation fault",
    signal.SIGTERM: "terminated",
    signal.SIGTRAP: "trace/breakpoint trap",
}


@dataclass(frozen=True)
class FunctionError:
    """What the caller of a failed function receives."""

    type: str
    message: str

    def payload(self) -> bytes:
        """The JSON body of the response."""
        return json.dumps({"errorType": self.type, "errorMessage": self.message}, separators=(",", ":")).encode()


def timed_out(request_id: str, timeout_s: int) -> FunctionError:
    """The function ran longer than its timeout."""
    return FunctionError(
        "Sandbox.Timedout", f"RequestId: {request_id} Error: Task timed out after {timeout_s:.2f} seconds"
    )


def exited(request_id: str, returncode: int) -> FunctionError:
    """The process ended before the handler did. `returncode` as `subprocess` counts: negative for a signal."""
    return FunctionError(EXIT_ERROR, f"RequestId: {request_id} Error: {exit_reason(returncode)}")


def exit_reason(returncode: int) -> str:
    """Why a process ended, in Lambda's words."""
    if returncode == 0:
        return "Runtime exited without providing a reason"
    if returncode > 0:
        return f"Runtime exited with error: exit status {returncode}"
    name = _SIGNAL_NAMES.get(-returncode, f"signal {-returncode}")
    return f"Runtime exited with error: signal: {name}"


def response_too_large() -> FunctionError:
    """The response is over `MAX_RESPONSE_BYTES`."""
    return FunctionError(
        RESPONSE_TOO_LARGE,
        f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE_BYTES} bytes).",
    )


def error_type(payload: bytes) -> str:
    """The `errorType` of an error that a runtime reported; `Unknown` when it gave none."""
    try:
        named = json.loads(payload).get("errorType")
    except (ValueError, AttributeError):
        return "Unknown"
    return named if isinstance(named, str) and named else "Unknown"
