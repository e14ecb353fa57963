"""Rows of LocalStack's two tables of metrics: single values, and sets of which count, sum and extremes are known."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from caudal_localstack.metrics.model import MINUTE_S, Dimension

SINGLE = (
    "INSERT INTO SINGLE_METRICS (account_id, region, namespace, metric_name, dimensions, timestamp, unit,"
    " storage_resolution, value) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
AGGREGATED = (
    "INSERT INTO AGGREGATED_METRICS (account_id, region, namespace, metric_name, dimensions, timestamp, unit,"
    " storage_resolution, sample_count, sum, min, max) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

Row = tuple[str, tuple[Any, ...]]
"""A statement, and what is bound to it."""


def rows(account: str, region: str, namespace: str, data: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The rows of `MetricData`. A value with a count is one row: its extremes are equal, so nothing is lost."""
    for datum in data:
        resolution = datum.get("StorageResolution")
        series = (
            *(account, region, namespace, datum["MetricName"], dimensions_text(datum.get("Dimensions"))),
            *(_start(datum.get("Timestamp"), resolution or MINUTE_S), datum.get("Unit"), resolution),
        )
        if (value := datum.get("Value")) is not None:
            yield SINGLE, (*series, value)
        if known := datum.get("StatisticValues"):
            yield AGGREGATED, (*series, *(known[name] for name in ("SampleCount", "Sum", "Minimum", "Maximum")))
        values = datum.get("Values") or []
        for value, count in zip(values, datum.get("Counts") or [1] * len(values), strict=True):
            if count == 1:
                yield SINGLE, (*series, value)
            else:
                yield AGGREGATED, (*series, count, value * count, value, value)


def dimensions_text(dimensions: Iterable[Dimension] | None) -> str | None:
    """As LocalStack stores them: ordered by name, each followed by a tab, which AWS allows in none. None for none."""
    ordered = sorted(dimensions or [], key=lambda dimension: dimension["Name"])
    return "".join(f"{dimension['Name']}={dimension['Value']}\t" for dimension in ordered) or None


def dimensions_of(text: str | None) -> list[Dimension]:
    """The dimensions of a stored text."""
    pairs = (stored.partition("=") for stored in (text or "").split("\t") if stored)
    return [Dimension(Name=name, Value=value) for name, _, value in pairs]


def _start(timestamp: datetime | float | None, resolution: int) -> int:
    """Where a datum lies: a standard metric has one place a minute, a high-resolution one has one a second."""
    match timestamp:
        case None:
            seconds = datetime.now(UTC).timestamp()
        case datetime():
            seconds = timestamp.timestamp()
        case _:
            seconds = timestamp
    return int(seconds) // resolution * resolution
