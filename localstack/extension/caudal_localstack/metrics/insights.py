"""Queries of Metrics Insights, as far as alarms on one series go.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

STATISTICS = {"SUM": "Sum", "MAX": "Maximum", "MIN": "Minimum"}

_QUERY = re.compile(
    r'SELECT\s+(?P<function>\w+)\s*\(\s*"?(?P<metric>[\w.\-]+)"?\s*\)\s+FROM\s+'
    r'(?:SCHEMA\s*\(\s*"(?P<schema>[^"]+)"\s*(?P<dimensions>(?:,\s*"?[\w.\-]+"?\s*)*)\)|"(?P<namespace>[^"]+)")'
    r"(?:\s+WHERE\s+(?P<where>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"""\s*"?(?P<dimension>[\w.\-]+)"?\s*(?P<not>!?)=\s*'(?P<value>[^']*)'\s*""")


class QueryError(ValueError):
    """The query uses what is not supported here, or is none."""


@dataclass(frozen=True, slots=True)
class _Condition:
    dimension: str
    value: str
    negated: bool

    def holds(self, dimensions: Mapping[str, str]) -> bool:
        return self.dimension in dimensions and (dimensions[self.dimension] != self.value) is self.negated


@dataclass(frozen=True, slots=True)
class Query:
    """What one asks for: a function over all series that it matches."""

    function: str
    """`SUM`, `MAX` or `MIN`."""
    metric: str
    namespace: str
    schema: frozenset[str] | None
    """Exactly these dimensions; None for any."""
    conditions: tuple[_Condition, ...]

    def matches(self, dimensions: Mapping[str, str]) -> bool:
        """Whether a series of the metric with these dimensions is asked for."""
        if self.schema is not None and self.schema != dimensions.keys():
            return False
        return all(one.holds(dimensions) for one in self.conditions)


def is_query(expression: str) -> bool:
    """Whether an expression is a query rather than metric math."""
    return expression.lstrip()[:6].upper() == "SELECT"


def parse(text: str) -> Query:
    """Reads `SELECT SUM|MAX|MIN(…) FROM … [WHERE … AND …]`.

    @raises QueryError: for anything else: `GROUP BY`, which CloudWatch has, and `OR`, which it has not
    """
    found = _QUERY.fullmatch(text.strip())
    if not found or found["function"].upper() not in STATISTICS:
        raise QueryError(f"the query is not supported here: {text}")
    dimensions = re.findall(r"[\w.\-]+", found["dimensions"] or "")
    return Query(
        function=found["function"].upper(),
        metric=found["metric"],
        namespace=found["schema"] or found["namespace"],
        schema=frozenset(dimensions) if found["schema"] else None,
        conditions=_conditions(found["where"]),
    )


def _conditions(where: str | None) -> tuple[_Condition, ...]:
    if where is None:
        return ()
    return tuple(_condition(text) for text in re.split(r"\bAND\b", where, flags=re.IGNORECASE))


def _condition(text: str) -> _Condition:
    found = _CONDITION.fullmatch(text)
    if not found:
        raise QueryError(f"the condition is not supported here: {text.strip()}")
    return _Condition(found["dimension"], found["value"], negated=found["not"] == "!")
