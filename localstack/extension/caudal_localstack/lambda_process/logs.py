"""The output of an execution environment, and the lines that Lambda itself adds to it."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

TRIM_ABOVE_BYTES = 4 * 1024 * 1024


class OutputFile:
    """What a process writes to stdout and stderr, taken piece by piece.

    A file in place of a pipe: writes to it are synchronous in every language, so whatever a handler wrote before it
    answered is there when the answer arrives, what a killed process wrote is kept, and a full pipe blocks nobody.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._offset = 0
        path.touch()

    def take(self) -> str:
        """The text written since the last call, ending in a newline unless empty. Nothing once the file is removed."""
        if not self.path.exists():
            return ""
        with self.path.open("rb") as file:
            file.seek(self._offset)
            written = file.read()
        self._offset += len(written)
        if self._offset > TRIM_ABOVE_BYTES:
            self._trim()
        return as_lines(written.decode("utf-8", "replace"))

    def everything(self) -> str:
        """The text that is still on disk, taken or not."""
        if not self.path.exists():
            return ""
        return self.path.read_text(encoding="utf-8", errors="replace")

    def _trim(self) -> None:
        """Empties the file where nothing came after what was taken. Its writers append, so they go on at its start."""
        with self.path.open("r+b") as file:
            if file.seek(0, 2) == self._offset:
                file.truncate(0)
                self._offset = 0


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


def init_start(runtime: str) -> str:
    """First line of an init phase."""
    return f"INIT_START Runtime Version: {runtime.removesuffix('.x')}.local\tRuntime Version ARN: none\n"


def init_report(init_ms: float, phase: str, status: str, error_type: str | None = None) -> str:
    """Line after an init phase that failed. `phase` is `init`, or `invoke` when it was repeated in an invocation."""
    error = f"\tError Type: {error_type}" if error_type else ""
    return f"INIT_REPORT Init Duration: {init_ms:.2f} ms\tPhase: {phase}\tStatus: {status}{error}\n"


def start(request_id: str, version: str) -> str:
    """First line of an invocation."""
    return f"START RequestId: {request_id} Version: {version}\n"


def end(request_id: str, report: Report) -> str:
    """The last two lines of an invocation. The init phase is billed as well."""
    init_ms = report.init_ms or 0
    fields = [
        f"REPORT RequestId: {request_id}",
        f"Duration: {report.duration_ms:.2f} ms",
        f"Billed Duration: {math.ceil(report.duration_ms + init_ms)} ms",
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


def timed_out(request_id: str, timeout_s: int) -> str:
    """Line that tells of a timeout."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{now} {request_id} Task timed out after {timeout_s:.2f} seconds\n"


def as_lines(text: str) -> str:
    """The text with a newline at its end, so that the next line begins at its own start."""
    return text if not text or text.endswith("\n") else text + "\n"
