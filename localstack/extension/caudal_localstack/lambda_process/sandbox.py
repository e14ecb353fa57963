"""An execution environment: a home of its own, and a process that is started anew whenever the last one has ended."""

import signal
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from caudal_localstack.lambda_process import errors, runtimes
from caudal_localstack.lambda_process.environment import Place, process_environment
from caudal_localstack.lambda_process.home import Home
from caudal_localstack.lambda_process.json_logs import JsonLog
from caudal_localstack.lambda_process.logs import LogFormat, Report, TextLog
from caudal_localstack.lambda_process.model import FunctionSettings, Invocation, Result
from caudal_localstack.lambda_process.output import OutputFile
from caudal_localstack.lambda_process.process import RuntimeProcess
from caudal_localstack.lambda_process.runtime_api import Event, EventKind

INIT_TIMEOUT_S = 10
"""Lambda gives the init phase ten seconds."""

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

    A crash or a timeout ends the process, not the sandbox: the next invocation starts a fresh process in the same home
    and writes to the same log stream, which is what Lambda does (`/tmp` outlives the reset). An init phase that failed
    is repeated within the invocation, under the function's timeout.
    https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    """

    def __init__(
        self, function: FunctionSettings, computed: Mapping[str, object], own: Mapping[str, str], home: Home
    ) -> None:
        """Starts nothing. For the variables see `process_environment`."""
        self._function = function
        self._computed = computed
        self._own = own
        self._home = home
        self._log = _log_format(function)
        self._output = OutputFile(home.output)
        self._process: RuntimeProcess | None = None
        self._init = _Init()
        self._stopped = False
        self._idle = threading.Lock()

    def start(self) -> None:
        """Runs the init phase. Its failure is no failure of this: the first invocation repeats it."""
        self._initialise(time.monotonic() + INIT_TIMEOUT_S, "init")
        self._init.failure = None

    def invoke(self, invocation: Invocation) -> Result:
        """Runs the handler, never longer than the function's timeout. Its failures are results, not exceptions."""
        with self._idle:
            began = time.monotonic()
            deadline = began + self._function.timeout_s
            deadline_ms = int((time.time() + self._function.timeout_s) * 1000)
            event = self._converse(invocation, deadline, deadline_ms)
            # As exact as the log tells it, so that log and metric are one figure.
            duration_ms = round(min(milliseconds_since(began), self._function.timeout_s * 1000), 2)
            return self._result(invocation.request_id, event, duration_ms)

    def finish(self) -> None:
        """Waits for the invocation that is running, if any: an update of the function doesn't touch it on Lambda."""
        with self._idle:
            pass

    def stop(self) -> None:
        """Ends the process, an invocation that is running included, and removes the folders."""
        self._stopped = True
        if self._process:
            self._process.end()
        self._home.remove()

    def output(self) -> str:
        """What is still on disk of the output of its processes."""
        return self._output.everything()

    def _converse(self, invocation: Invocation, deadline: float, deadline_ms: int) -> Event:
        """Hands the invocation to a process until one has taken it, and returns how it ended."""
        for _ in range(_MAX_STARTS):
            if not (self._process and self._process.is_running()):
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
        self._process = RuntimeProcess(self._command, self._environment, self._home, self._function.memory_mb)
        event = self._process.next_event(deadline - time.monotonic()) or Event(EventKind.TIMEOUT)
        ms = milliseconds_since(began)
        failed = event.kind is not EventKind.READY
        self._process.peak_memory_mb()
        if failed:
            self._process.end()
        else:
            self._home.remember(self._process.pid)
        self._init.logs += self._log.init_start() + self._output.take()
        self._init.ms = ms if phase == "init" and not failed else None
        self._init.failure = event if failed else None
        if failed:
            status, error_type = _status(event)
            self._init.logs += self._log.init_report(ms, phase, status or "error", error_type)

    def _command(self, lifeline: int) -> Sequence[str]:
        options = self._own.get("NODE_OPTIONS", "")
        return runtimes.command(self._function.runtime, self._function.memory_mb, lifeline, options)

    def _environment(self, runtime_api: str) -> Mapping[str, str]:
        home = self._home
        place = Place(home.task_root, home.temporary, home.runtime_dir, runtime_api, home.lang, home.layers)
        return process_environment(self._computed, self._own, self._function.runtime, place)

    def _result(self, request_id: str, event: Event, duration_ms: float) -> Result:
        memory_mb = self._function.memory_mb
        used_mb = self._process.peak_memory_mb()
        if used_mb > memory_mb and event.kind is not EventKind.TIMEOUT:
            event = Event(EventKind.EXIT, returncode=-signal.SIGKILL)  # also where it gave the memory back at once
        if event.kind in _FATAL:
            self._process.end()
        lines, error = self._verdict(request_id, event)
        status, error_type = _status(event)
        report = Report(duration_ms, memory_mb, min(used_mb, memory_mb), self._init.ms, status, error_type)
        text = "".join(
            (
                self._init.logs,
                self._log.start(request_id),
                self._output.take(),
                lines,
                self._log.end(request_id, report),
            )
        )
        self._init = _Init()
        payload = error.payload() if error else event.payload
        return Result(payload, event.kind is not EventKind.RESPONSE, text, duration_ms)

    def _verdict(self, request_id: str, event: Event) -> tuple[str, errors.FunctionError | None]:
        """The log lines that Lambda adds for the way in which it ended, and the error that Lambda itself words."""
        match event.kind:
            case EventKind.TIMEOUT:
                timeout_s = self._function.timeout_s
                return self._log.timed_out(request_id, timeout_s), errors.timed_out(request_id, timeout_s)
            case EventKind.EXIT:
                error = errors.exited(request_id, event.returncode)
                return self._log.exited(error), error
            case EventKind.TOO_LARGE:
                return "", errors.response_too_large()
            case _:
                return "", None


def milliseconds_since(began: float) -> float:
    """Time since an instant of the monotonic clock, in ms."""
    return (time.monotonic() - began) * 1000


def _log_format(function: FunctionSettings) -> LogFormat:
    if function.system_log_level:
        return JsonLog(function.runtime, function.name, function.version, function.system_log_level)
    return TextLog(function.runtime, function.version)


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
