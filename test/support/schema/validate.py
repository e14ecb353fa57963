"""A consumer in another language: holds events, given as [schema, [event, ...]] on stdin, against a schema.

Prints for each event the field at fault, or an empty text where it fits.
"""

import json
import sys

from jsonschema import Draft202012Validator

schema, events = json.load(sys.stdin)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(
    schema, format_checker=Draft202012Validator.FORMAT_CHECKER
)
print(
    json.dumps(
        [
            next((e.json_path for e in validator.iter_errors(event)), "")
            for event in events
        ]
    )
)
