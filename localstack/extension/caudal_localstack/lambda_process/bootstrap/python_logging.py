"""The handler of Python's root logger that Lambda sets up before it loads the function.

https://docs.aws.amazon.com/lambda/latest/dg/python-logging.html
"""

import json
import logging
import os
import sys
import time
import traceback

_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
_OF_A_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"aws_request_id", "message", "asctime"}


def set_up_logging(request_id):
    """Configures the root logger. `request_id` gives the invocation in hand, if any."""
    as_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper().replace("TRACE", "DEBUG").replace("FATAL", "CRITICAL")
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_JsonFormatter() if as_json else _text_formatter())
    handler.addFilter(_with_request_id(request_id))
    root = logging.getLogger()
    root.addHandler(handler)
    if level in logging.getLevelNamesMapping():
        root.setLevel(level)


def _text_formatter():
    formatter = logging.Formatter(_FORMAT, "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    return formatter


def _with_request_id(request_id):
    def add(record):
        record.aws_request_id = request_id() or ""
        return True

    return add


class _JsonFormatter(logging.Formatter):
    """A line of JSON a record; what a program gives as `extra` is part of it."""

    converter = time.gmtime

    def format(self, record):
        kind, error, trace = record.exc_info or (None, None, None)
        fields = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": traceback.format_tb(trace) if trace else None,
            "errorType": kind and kind.__name__,
            "errorMessage": str(error) if error else None,
            "requestId": record.aws_request_id,
            "location": f"{record.pathname}:{record.funcName}:{record.lineno}" if kind else None,
            **{name: value for name, value in vars(record).items() if name not in _OF_A_RECORD},
        }
        return json.dumps({name: value for name, value in fields.items() if value is not None}, default=str)
