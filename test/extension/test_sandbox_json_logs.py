"""Lambda's own lines and those of functions in the log format `JSON`."""

import json

import pytest

from conftest import COMPUTED, MakeSandbox, invocation

CODE = """
export const handler = async (event) => {
  console.debug('too low'); console.info({ a: 1 }); console.warn('two', 'words'); console.error(new RangeError('no'))
  if (event.fail) throw new TypeError('boom')
}
"""


@pytest.fixture(autouse=True)
def json_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """What LocalStack computes for such a function."""
    monkeypatch.setitem(COMPUTED, "AWS_LAMBDA_LOG_FORMAT", "JSON")
    monkeypatch.setitem(COMPUTED, "AWS_LAMBDA_LOG_LEVEL", "Info")


def _events(logs: str) -> list[dict]:
    return [json.loads(line) for line in logs.splitlines()]


def test_lines_of_a_success(make_sandbox: MakeSandbox) -> None:
    asked = invocation()

    events = _events(make_sandbox({"index.mjs": CODE}, system_log_level="INFO").invoke(asked).logs)

    assert [event.get("type") or event["level"] for event in events] == [
        "platform.initStart",
        "platform.start",
        "INFO",
        "WARN",
        "ERROR",
        "platform.report",
    ]
    assert events[1]["record"] == {"requestId": asked.request_id, "version": "$LATEST"}
    assert events[2]["message"] == {"a": 1}
    assert events[2]["requestId"] == asked.request_id
    assert events[3]["message"] == "two words"
    assert events[4]["message"]["errorType"] == "RangeError"
    report = events[5]["record"]
    assert report["status"] == "success"
    assert report["metrics"]["memorySizeMB"] == 256
    assert {"durationMs", "billedDurationMs", "maxMemoryUsedMB", "initDurationMs"} <= report["metrics"].keys()


def test_lines_of_a_failure_where_only_warnings_are_wanted(make_sandbox: MakeSandbox) -> None:
    sandbox = make_sandbox({"index.mjs": CODE}, system_log_level="WARN")

    events = _events(sandbox.invoke(invocation('{"fail":true}')).logs)

    assert [event["type"] for event in events if "type" in event] == ["platform.runtimeDone", "platform.report"]
    assert (events[-1]["record"]["status"], events[-1]["record"]["errorType"]) == ("error", "TypeError")
    assert events[-3]["message"]["errorMessage"] == "boom"


def test_python_functions(make_sandbox: MakeSandbox) -> None:
    code = """
import logging
def handle(event, context):
    logging.debug("too low"); logging.getLogger("mine").info("hello %s", "you", extra={"order": 7})
    try: 1 / 0
    except ZeroDivisionError: logging.exception("sum")
"""
    sandbox = make_sandbox({"main.py": code}, "main.handle", "python3.13", system_log_level="INFO")

    first, second = [event for event in _events(sandbox.invoke(invocation()).logs) if "level" in event]

    assert (first["message"], first["logger"], first["order"], first["level"]) == ("hello you", "mine", 7, "INFO")
    assert (second["message"], second["errorType"]) == ("sum", "ZeroDivisionError")
