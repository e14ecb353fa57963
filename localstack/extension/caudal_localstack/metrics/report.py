"""What the last line of an invocation's log says of it."""

import json
import re

_TEXT = re.compile(r"^REPORT RequestId: \S+\s+Duration: ([\d.]+) ms", re.MULTILINE)
_JSON_TYPE = '"platform.report"'


def duration_ms(logs: str | None) -> float | None:
    """Duration of the invocation whose log it is, in ms, from its `REPORT` line or its `platform.report` event.

    None where there is none. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
    """
    if not logs:
        return None
    if matches := _TEXT.findall(logs):
        return float(matches[-1])
    for line in reversed(logs.splitlines()):
        if _JSON_TYPE in line:
            try:
                return float(json.loads(line)["record"]["metrics"]["durationMs"])
            except (ValueError, KeyError, TypeError):
                continue
    return None
