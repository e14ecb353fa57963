"""Samples, and the batches of them that go into CloudWatch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict

MINUTE_S = 60
MOST_VALUES = 150
"""Distinct values of a datum. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html"""


class Dimension(TypedDict):
    """One of the name-value pairs that say which metric it is."""

    Name: str
    Value: str


class Datum(TypedDict):
    """`MetricDatum` with `Values` and `Counts`."""

    MetricName: str
    Dimensions: list[Dimension]
    Timestamp: float
    """Seconds since 1970."""
    Unit: str
    Values: list[float]
    Counts: list[float]
    StorageResolution: NotRequired[int]


class Batch(TypedDict):
    """What `localstack/metrics/buffer.ts` calls a `MetricBatch`: data of one account, region and namespace."""

    account: str
    region: str
    namespace: str
    data: list[Datum]


@dataclass(frozen=True, slots=True)
class Place:
    """Whose metrics they are."""

    account: str
    region: str
    namespace: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One measurement."""

    name: str
    unit: str
    value: float
    dimensions: Mapping[str, str]
    at: float
    """Seconds since 1970."""
    resolution: int = MINUTE_S
    """`StorageResolution`: 60, or 1 for a high-resolution metric."""
