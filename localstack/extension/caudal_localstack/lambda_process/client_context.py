"""The client context of an invocation.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html (header `X-Amz-Client-Context`)
"""

import base64
import json

MAX_BYTES = 3583


class InvalidClientContextError(ValueError):
    """The header is not base64 of a JSON object, or too long."""


def client_context_json(encoded: str | None) -> str | None:
    """The header's JSON as the Runtime API hands it on: in ASCII, since it travels in a header again.

    @raises InvalidClientContextError: when it is none
    """
    if not encoded:
        return None
    if len(encoded) > MAX_BYTES:
        raise InvalidClientContextError(f"Client context must be at most {MAX_BYTES} bytes (received {len(encoded)})")
    try:
        context = json.loads(base64.b64decode(encoded, validate=True))
    except ValueError as error:
        raise InvalidClientContextError("Client context must be a valid Base64-encoded JSON object.") from error
    if not isinstance(context, dict):
        raise InvalidClientContextError("Client context must be a valid Base64-encoded JSON object.")
    return json.dumps(context)
