"""Pages of a sorted list: the token is the last name that was given."""

import base64
import binascii
from collections.abc import Mapping, Sequence

from caudal_localstack.keyspaces import errors

_MAX_RESULTS = 1000


def page(names: Sequence[str], request: Mapping) -> tuple[Sequence[str], dict[str, str]]:
    """The names of the page asked for, and `nextToken` where there are more. @raises ValidationException

    The request has passed the model's constraints: `maxResults` is from 1 to 1,000.
    """
    size = request.get("maxResults") or _MAX_RESULTS
    token = request.get("nextToken")
    after = _name(token) if token is not None else None
    rest = [name for name in sorted(names) if after is None or name > after]
    shown = rest[:size]
    return shown, {"nextToken": _token(shown[-1])} if len(rest) > size else {}


def _token(name: str) -> str:
    return base64.urlsafe_b64encode(name.encode()).decode()


def _name(token: str) -> str:
    try:
        return base64.b64decode(token, altchars="-_", validate=True).decode()
    except (binascii.Error, UnicodeError) as error:
        raise errors.validation(f'nextToken must be one that this operation returned (received "{token}")') from error
