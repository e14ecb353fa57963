"""Answers of custom resources, which come by PUT to the `ResponseURL` of the request.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
"""

import json
import threading
import uuid
from typing import Any

PATH = "/_caudal/custom-resources/"
"""Path of a `ResponseURL`, followed by an id."""

_lock = threading.Lock()
_answers: dict[str, dict[str, Any] | None] = {}


def expect() -> str:
    """Draws the id of an answer that will come."""
    identifier = uuid.uuid4().hex
    with _lock:
        _answers[identifier] = None
    return identifier


def is_expected(identifier: str) -> bool:
    """Whether an answer may come under that id. Not when a LocalStack drew it that has been killed."""
    with _lock:
        return identifier in _answers


def receive(identifier: str, body: bytes) -> bool:
    """Keeps an answer. False when nobody expects it; one that cannot be read is an answer that failed."""
    with _lock:
        if identifier not in _answers:
            return False
        _answers[identifier] = _read(body)
        return True


def take(identifier: str) -> dict[str, Any] | None:
    """The answer, once; None as long as it has not come."""
    with _lock:
        answer = _answers.get(identifier)
        if answer is not None:
            del _answers[identifier]
        return answer


def _read(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    return {"Status": "FAILED", "Reason": "Invalid response: it is not a JSON object"}
