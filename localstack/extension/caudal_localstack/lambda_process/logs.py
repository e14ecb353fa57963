"""The lines that Lambda itself adds to a log, in the format `Text`.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from caudal_localstack.lambda_process.errors import FunctionError


@dataclass(frozen=True)
class Report:
    """The figures of a `REPORT` line."""

    duration_ms: float
    memory_mb: int
    used_mb: int
    init_ms: float | None = None
    """Only on the first invocation of an environment."""
    status: str | None = None
    """`timeout` or `error`; none for a success."""
    error_type: str | None = None

    @property
    def billed_ms(self) -> int:
        """The init phase is billed as well."""
        return math.ceil(self.duration_ms + (self.init_ms or 0))


class LogFormat(Protocol):
    """How Lambda words what it adds. Each method gives whole lines, or nothing where the format has none."""

    def init_start(self) -> str:
        """First line of an init phase."""

    def init_report(self, init_ms: float, phase: str, status: str, error_type: str | None) -> str:
        """Line after an init phase that failed. `phase` is `init`, or `invoke` where an invocation repeated it."""

    def start(self, request_id: str) -> str:
        """First line of an invocation."""

    def timed_out(self, request_id: str, timeout_s: int) -> str:
        """Line that tells of a timeout."""

    def exited(self, error: FunctionError) -> str:
        """Lines that tell of the end of a process."""

    def end(self, request_id: str, report: Report) -> str:
        """The last lines of an invocation."""


class TextLog:
    """`START`, `END`, `REPORT`."""

    def __init__(self, runtime: str, version: str) -> None:
        """For a function version with that runtime."""
        self._runtime = runtime
        self._version = version

    def init_start(self) -> str:
        """No real version is named: the runtime is that of this machine."""
        return f"INIT_START Runtime Version: {self._runtime.removesuffix('.x')}.local\tRuntime Version ARN: none\n"

    def init_report(self, init_ms: float, phase: str, status: str, error_type: str | None) -> str:
        """`INIT_REPORT`."""
        error = f"\tError Type: {error_type}" if error_type else ""
        return f"INIT_REPORT Init Duration: {init_ms:.2f} ms\tPhase: {phase}\tStatus: {status}{error}\n"

    def start(self, request_id: str) -> str:
        """`START`."""
        return f"START RequestId: {request_id} Version: {self._version}\n"

    def timed_out(self, request_id: str, timeout_s: int) -> str:
        """With the time at its front."""
        return f"{timestamp()} {request_id} Task timed out after {timeout_s:.2f} seconds\n"

    def exited(self, error: FunctionError) -> str:
        """The message and, on a line of its own, the type."""
        return f"{error.message}\n{error.type}\n"

    def end(self, request_id: str, report: Report) -> str:
        """`END` and `REPORT`."""
        fields = [
            f"REPORT RequestId: {request_id}",
            f"Duration: {report.duration_ms:.2f} ms",
            f"Billed Duration: {report.billed_ms} ms",
            f"Memory Size: {report.memory_mb} MB",
            f"Max Memory Used: {report.used_mb} MB",
        ]
        if report.init_ms is not None:
            fields.append(f"Init Duration: {report.init_ms:.2f} ms")
        if report.status:
            fields.append(f"Status: {report.status}")
        if report.error_type:
            fields.append(f"Error Type: {report.error_type}")
        return f"END RequestId: {request_id}\n" + "\t".join(fields) + "\n"


def timestamp() -> str:
    """Now, as ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
