"""Errors in the shape in which Lambda's Python runtime reports and logs them."""

import json
import os
import sys
import time
import traceback
from pathlib import Path

_BOOTSTRAP = Path(__file__).parent
_NO_BREAK_SPACE = "\u00a0"


class FaultError(Exception):
    """An error whose type is one of Lambda's own."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind = kind
        self.trace = list(trace)


def describe(error, request_id=""):
    """The error as the caller of the function gets it."""
    if isinstance(error, FaultError):
        kind, trace = error.kind, error.trace
    else:
        kind, trace = type(error).__name__, _frames(error)
    return {"errorMessage": str(error), "errorType": kind, "requestId": request_id, "stackTrace": trace}


def log(described):
    """Writes it to the log, as one event."""
    if os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON":
        entry = {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "log_level": "ERROR", **described}
        text = json.dumps(entry)
    else:
        lines = [f"[ERROR] {described['errorType']}: {described['errorMessage']}", "Traceback (most recent call last):"]
        for frame in described["stackTrace"]:
            lines += [_indented(line) for line in frame.splitlines()]
        text = "\r".join(lines).replace("\n", "\r")
    sys.stdout.write(text + "\n")


def _frames(error):
    """The frames of the function, without those of this runtime that led there."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [index for index, frame in enumerate(frames) if Path(frame.filename).parent != _BOOTSTRAP]
    return traceback.format_list(frames[own[0] :] if own else [])


def _indented(line):
    """With spaces at its front that CloudWatch's console does not swallow."""
    text = line.lstrip(" ")
    return _NO_BREAK_SPACE * (len(line) - len(text)) + text
