"""The lines that Lambda itself adds to a log, in the format `JSON`: events of the Telemetry API's schema.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html (which level has which event)
https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html (their fields)
"""

import json
from collections.abc import Mapping

from caudal_localstack.lambda_process.errors import FunctionError
from caudal_localstack.lambda_process.logs import Report, timestamp

_LEVELS = ("DEBUG", "INFO", "WARN")


class JsonLog:
    """`platform.start`, `platform.report` and the like, from the system log level of the function on."""

    def __init__(self, runtime: str, function: str, version: str, level: str) -> None:
        """@param level: `DEBUG`, `INFO` or `WARN`"""
        self._runtime = runtime
        self._function = function
        self._version = version
        self._lowest = _LEVELS.index(level)

    def init_start(self) -> str:
        """`platform.initStart`."""
        record = {
            "initializationType": "on-demand",
            "phase": "init",
            "runtimeVersion": f"{self._runtime.removesuffix('.x')}.local",
            "functionName": self._function,
            "functionVersion": self._version,
        }
        return self._event("INFO", "initStart", record)

    def init_report(self, init_ms: float, phase: str, status: str, error_type: str | None) -> str:
        """`platform.initReport`, of a phase that failed."""
        record = {
            "initializationType": "on-demand",
            "phase": phase,
            "status": status,
            **({"errorType": error_type} if error_type else {}),
            "metrics": {"durationMs": round(init_ms, 3)},
        }
        return self._event("WARN", "initReport", record)

    def start(self, request_id: str) -> str:
        """`platform.start`."""
        return self._event("INFO", "start", {"requestId": request_id, "version": self._version})

    def timed_out(self, _request_id: str, _timeout_s: int) -> str:
        """Nothing: the report's status says it."""
        return ""

    def exited(self, _error: FunctionError) -> str:
        """Nothing: the report's error type says it."""
        return ""

    def end(self, request_id: str, report: Report) -> str:
        """`platform.runtimeDone` and `platform.report`."""
        outcome = {"status": report.status or "success"}
        if report.error_type:
            outcome["errorType"] = report.error_type
        metrics: dict[str, float] = {
            "durationMs": round(report.duration_ms, 3),
            "billedDurationMs": report.billed_ms,
            "memorySizeMB": report.memory_mb,
            "maxMemoryUsedMB": report.used_mb,
        }
        if report.init_ms is not None:
            metrics["initDurationMs"] = round(report.init_ms, 3)
        done = {"requestId": request_id, **outcome, "metrics": {"durationMs": round(report.duration_ms, 3)}}
        failed = report.status is not None
        return self._event("WARN" if failed else "DEBUG", "runtimeDone", done) + self._event(
            "WARN" if failed else "INFO", "report", {"requestId": request_id, "metrics": metrics, **outcome}
        )

    def _event(self, level: str, kind: str, record: Mapping[str, object]) -> str:
        if _LEVELS.index(level) < self._lowest:
            return ""
        event = {"time": timestamp(), "type": f"platform.{kind}", "record": record}
        return json.dumps(event, separators=(",", ":")) + "\n"
