"""Samples of this process until they are put into CloudWatch."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched

from caudal_localstack.metrics.model import MOST_VALUES, Batch, Datum, Place, Sample

_Key = tuple[str, str, tuple[tuple[str, str], ...], int, int]


class SampleBuffer:
    """Counts distinct values by metric and minute (second, where the resolution says so); safe in threads.

    The same shape as `localstack/metrics/buffer.ts`, which the Kinesis engine and the runner keep.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places: dict[Place, dict[_Key, Counter[float]]] = defaultdict(lambda: defaultdict(Counter))

    def add(self, place: Place, samples: Iterable[Sample]) -> None:
        """Takes samples of one place."""
        with self._lock:
            known = self._places[place]
            for sample in samples:
                at = int(sample.at) // sample.resolution * sample.resolution
                dimensions = tuple(sorted(sample.dimensions.items()))
                known[(sample.name, sample.unit, dimensions, sample.resolution, at)][sample.value] += 1

    def drain(self) -> list[Batch]:
        """All that was added since the last call."""
        with self._lock:
            places, self._places = self._places, defaultdict(lambda: defaultdict(Counter))
        return [
            Batch(
                account=place.account,
                region=place.region,
                namespace=place.namespace,
                data=[datum for key, counts in known.items() for datum in _data(key, counts)],
            )
            for place, known in places.items()
        ]


def _data(key: _Key, counts: Counter[float]) -> Iterator[Datum]:
    name, unit, dimensions, resolution, at = key
    for part in batched(counts.items(), MOST_VALUES, strict=False):
        yield Datum(
            MetricName=name,
            Dimensions=[{"Name": dimension, "Value": value} for dimension, value in dimensions],
            Timestamp=at,
            Unit=unit,
            Values=[value for value, _ in part],
            Counts=[count for _, count in part],
            StorageResolution=resolution,
        )
