"""An execution environment: folders of its own, and a process that is started anew whenever the last one has ended."""

import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from caudal_localstack.lambda_process import errors, logs, runtimes
from caudal_localstack.lambda_process.environment import Place, process_environment
from caudal_localstack.lambda_process.model import FunctionSettings, Invocation, Result
from caudal_localstack.lambda_process.process import RuntimeProcess
from caudal_localstack.lambda_process.runtime_api import Event, EventKind

INIT_TIMEOUT_S = 10
"""Lambda gives the init phase ten seconds; after that it is repeated within the first invocation."""


_MAX_STARTS = 2
"""Processes that one invocation may meet: the one that died meanwhile, and a fresh one."""

_ANSWERS = frozenset(
    {EventKind.RESPONSE, EventKind.ERROR, EventKind.TOO_LARGE, EventKind.INIT_ERROR, EventKind.EXIT, EventKind.TIMEOUT}
)
_FATAL = frozenset({EventKind.TIMEOUT, EventKind.EXIT, EventKind.INIT_ERROR})


@dataclass
class _Init:
    """What the init phase leaves to the invocation after it."""

    logs: str = ""
    ms: float | None = None
    failure: Event | None = None


class Sandbox:
    """Serves one invocation at a time, in the order of the calls.

    A crash or a timeout ends the process, not the sandbox: the next invocation starts a fresh process in the same
    folders and writes to the same log stream, which is what Lambda does (`/tmp` outlives the reset).
    https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    """

    def __init__(
        self, function: FunctionSettings, computed: Mapping[str, object], own: Mapping[str, str], folder: Path
    ) -> None:
        """Makes the folders; starts nothing. For the variables see `process_environment`."""
        self._function = function
        self._computed = computed
        self._own = own
        self._folder = folder
        self._temporary = folder / "tmp"
        self._temporary.mkdir(parents=True)
        self._task = function.code if function.hot_reload else folder / "task"
        if not function.hot_reload:
            shutil.copytree(function.code, self._task, symlinks=True)
        self._output = logs.OutputFile(folder / "output.log")
        self._process: RuntimeProcess | None = None
        self._init = _Init()
        self._stopped = False

    def start(self) -> None:
        """Runs the init phase. A failure in it is kept for the first invocation, whose error it is."""
        self._initialise(time.monotonic() + INIT_TIMEOUT_S, "init")
        if self._init.failure and self._init.failure.kind is EventKind.TIMEOUT:
            self._init.failure = None  # Lambda repeats a late init within the invocation, under the function's timeout

    def invoke(self, invocation: Invocation) -> Result:
        """Runs the handler, never longer than the function's timeout. Its failures are results, not exceptions."""
        began = time.monotonic()
        deadline = began + self._function.timeout_s
        deadline_ms = int((time.time() + self._function.timeout_s) * 1000)
        event = self._converse(invocation, deadline, deadline_ms)
        duration_ms = min(milliseconds_since(began), self._function.timeout_s * 1000)
        return self._result(invocation.request_id, event, duration_ms)

    def stop(self) -> None:
        """Ends the process, an invocation that is running included, and removes the folders."""
        self._stopped = True
        if self._process:
            self._process.end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def output(self) -> str:
        """What is still on disk of the output of its processes."""
        return self._output.everything()

    def _converse(self, invocation: Invocation, deadline: float, deadline_ms: int) -> Event:
        """Hands the invocation to a process until one has taken it, and returns how it ended."""
        for _ in range(_MAX_STARTS):
            if not self._init.failure and not (self._process and self._process.is_running()):
                self._initialise(deadline, "invoke")
            if failure := self._init.failure:
                self._init.failure = None
                return failure
            self._process.api.hand_out(invocation, deadline_ms)
            event, taken = self._await_answer(deadline)
            if event.kind is not EventKind.EXIT or taken or self._stopped:
                return event
        return event

    def _await_answer(self, deadline: float) -> tuple[Event, bool]:
        """The event that ends the invocation, and whether the process had taken it.

        A process that ends before that died of something older, so the invocation may go to another one.
        """
        taken = False
        while event := self._process.next_event(deadline - time.monotonic()):
            if event.kind in _ANSWERS:
                return event, taken
            taken = taken or event.kind is EventKind.TAKEN
        return Event(EventKind.TIMEOUT), taken

    def _initialise(self, deadline: float, phase: str) -> None:
        """Starts a process and waits until it is ready, failed, or late."""
        began = time.monotonic()
        self._process = RuntimeProcess(self._command, self._environment, self._task, self._output.path)
        event = self._process.next_event(deadline - time.monotonic()) or Event(EventKind.TIMEOUT)
        ms = milliseconds_since(began)
        failed = event.kind is not EventKind.READY
        self._process.peak_memory_mb()
        if failed:
            self._process.end()
        self._init.logs += logs.init_start(self._function.runtime) + self._output.take()
        self._init.ms = ms if phase == "init" and not failed else None
        self._init.failure = event if failed else None
        if failed:
            status, error_type = _status(event)
            self._init.logs += logs.init_report(ms, phase, status or "error", error_type)

    def _command(self, lifeline: int) -> Sequence[str]:
        return runtimes.command(self._function.runtime, self._function.memory_mb, lifeline)

    def _environment(self, runtime_api: str) -> Mapping[str, str]:
        place = Place(self._task, self._temporary, runtimes.BOOTSTRAPS, runtime_api)
        return process_environment(self._computed, self._own, self._function.runtime, place)

    def _result(self, request_id: str, event: Event, duration_ms: float) -> Result:
        used_mb = self._process.peak_memory_mb()
        if event.kind in _FATAL:
            self._process.end()
        lines, error = self._verdict(request_id, event)
        status, error_type = _status(event)
        report = logs.Report(duration_ms, self._function.memory_mb, used_mb, self._init.ms, status, error_type)
        text = "".join(
            (
                self._init.logs,
                logs.start(request_id, self._function.version),
                self._output.take(),
                lines,
                logs.end(request_id, report),
            )
        )
        self._init = _Init()
        payload = error.payload() if error else event.payload
        return Result(payload, event.kind is not EventKind.RESPONSE, text)

    def _verdict(self, request_id: str, event: Event) -> tuple[str, errors.FunctionError | None]:
        """The log lines that Lambda adds for the way in which it ended, and the error that Lambda itself words."""
        match event.kind:
            case EventKind.TIMEOUT:
                timeout_s = self._function.timeout_s
                return logs.timed_out(request_id, timeout_s), errors.timed_out(request_id, timeout_s)
            case EventKind.EXIT:
                error = errors.exited(request_id, event.returncode)
                return f"{error.message}\n{error.type}\n", error
            case EventKind.TOO_LARGE:
                return "", errors.response_too_large()
            case _:
                return "", None


def milliseconds_since(began: float) -> float:
    """Time since an instant of the monotonic clock, in ms."""
    return (time.monotonic() - began) * 1000


def _status(event: Event) -> tuple[str | None, str | None]:
    """`Status` and `Error Type` as the `REPORT` line gives them."""
    match event.kind:
        case EventKind.TIMEOUT:
            return "timeout", None
        case EventKind.EXIT:
            return "error", errors.EXIT_ERROR
        case EventKind.TOO_LARGE:
            return "error", errors.RESPONSE_TOO_LARGE
        case EventKind.ERROR | EventKind.INIT_ERROR:
            return "error", errors.error_type(event.payload)
        case _:
            return None, None
