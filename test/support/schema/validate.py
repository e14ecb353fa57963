"""A consumer in another language: holds events against schemas, given as [[schema, [event, ...]], ...] on stdin.

Prints for each schema and event the field at fault, or an empty text where it fits.
"""

import json
import sys

from jsonschema import Draft202012Validator


def faults(schema: dict, events: list) -> list[str]:
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(
        schema, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [
        next((error.json_path for error in validator.iter_errors(event)), "")
        for event in events
    ]


print(json.dumps([faults(schema, events) for schema, events in json.load(sys.stdin)]))
