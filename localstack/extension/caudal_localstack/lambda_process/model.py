"""The values that an execution environment is made of, and those that pass through it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FunctionSettings:
    """What an execution environment has to know of the function version that it serves."""

    name: str
    version: str
    """`$LATEST` or a number."""
    runtime: str
    """Identifier as AWS writes it, such as `nodejs24.x`."""
    code: Path
    """Folder of the unzipped code."""
    memory_mb: int
    """128 to 10,240."""
    timeout_s: int
    """1 to 900."""
    hot_reload: bool = False
    """Whether to run in `code` itself in place of a copy."""
    ephemeral_storage_mb: int = 512
    """Size of `/tmp`, 512 to 10,240."""
    layers: tuple[Path, ...] = ()
    """Folders of the unzipped layers; files of a later one win."""
    system_log_level: str | None = None
    """Of the log format `JSON`: `DEBUG`, `INFO` or `WARN`. None: the format is `Text`, and all lines are written."""


@dataclass(frozen=True)
class Invocation:
    """One event for a handler."""

    request_id: str
    function_arn: str
    """The ARN that the caller used, with its qualifier."""
    event: bytes
    trace_id: str = ""
    client_context: str | None = None
    """JSON in ASCII."""


@dataclass(frozen=True)
class Result:
    """How an invocation ended."""

    payload: bytes
    is_error: bool
    logs: str
    """`START` to `REPORT`; before them the lines of the init phase, if it belongs to this invocation."""
    duration_ms: float = 0
