"""Metrics embedded in log lines.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from localstack.aws.api.cloudwatch import StandardUnit

from caudal_localstack.metrics.model import MINUTE_S, Sample

MOST_DIMENSIONS = 30
MOST_METRICS = 100
MOST_NUMBERS = 100

_LAMBDA_PREFIX = re.compile(
    r"(?:\[[A-Z]+\]\t)?\d{4}-\d\d-\d\dT[\d:.]+Z\t(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|undefined)\t(?:[A-Z]+\t)?"
)
"""What Lambda's runtimes put before a line: time, request id, level. Nothing else may stand before the document."""

_UNITS = frozenset(unit.value for unit in StandardUnit)


class _Malformed(ValueError):
    """The document is not in the embedded metric format, as a whole or in one of its directives."""


def samples(message: str) -> list[tuple[str, Sample]]:
    """Namespace and sample of each metric in a log line, for each of its sets of dimensions.

    A line in which anything is not as specified has none of its metrics extracted: it stays a line of log.
    """
    if '"CloudWatchMetrics"' not in message:
        return []
    prefix = _LAMBDA_PREFIX.match(message)
    try:
        document = json.loads(message[prefix.end() if prefix else 0 :])
        metadata = _object(_object(document)["_aws"])
        at = _number(metadata["Timestamp"]) / 1000
        return [
            found for directive in _array(metadata["CloudWatchMetrics"]) for found in _extract(document, directive, at)
        ]
    except (ValueError, KeyError, RecursionError):
        return []


def _extract(document: Mapping[str, Any], directive: object, at: float) -> Iterator[tuple[str, Sample]]:
    asked = _object(directive)
    namespace = _string(asked["Namespace"])
    sets = [_dimensions(document, names) for names in _array(asked["Dimensions"])] or [{}]
    for metric in _array(asked["Metrics"], MOST_METRICS):
        definition = _object(metric)
        name = _string(definition["Name"])
        unit = definition.get("Unit", "None")
        resolution = definition.get("StorageResolution", MINUTE_S)
        if unit not in _UNITS or resolution not in (1, MINUTE_S):
            raise _Malformed
        found = document[name]
        values = _array(found, MOST_NUMBERS) if isinstance(found, list) else [found]
        for dimensions in sets:
            for value in values:
                yield namespace, Sample(name, unit, _number(value), dimensions, at, resolution)


def _dimensions(document: Mapping[str, Any], names: object) -> dict[str, str]:
    return {_string(name): _string(document[name]) for name in _array(names, MOST_DIMENSIONS)}


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _Malformed
    return value


def _array(value: object, most: int | None = None) -> list[Any]:
    if not isinstance(value, list) or (most is not None and len(value) > most):
        raise _Malformed
    return value


def _string(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise _Malformed
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _Malformed
    return value
