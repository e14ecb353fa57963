"""Reads Prometheus' text format from a URL with the parser of its own Python client, and prints what it found as JSON."""

import json
import sys
from urllib.request import ProxyHandler, build_opener

from prometheus_client.parser import text_string_to_metric_families

with build_opener(ProxyHandler({})).open(sys.argv[1]) as answer:
    content_type = answer.headers["content-type"]
    text = answer.read().decode()

families = [
    {
        "name": family.name,
        "type": family.type,
        "help": family.documentation,
        "samples": [
            {"name": one.name, "labels": one.labels, "value": one.value}
            for one in family.samples
        ],
    }
    for family in text_string_to_metric_families(text)
]
print(json.dumps({"contentType": content_type, "families": families}))
