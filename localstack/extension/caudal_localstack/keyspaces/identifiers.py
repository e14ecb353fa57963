"""CQL identifiers: as they are written, as they are called, and as they stand in a statement.

https://docs.aws.amazon.com/keyspaces/latest/devguide/cql.ddl.type.html
"""

import re

_BARE = re.compile(r"[a-z][a-z0-9_]*")


def formatted(written: str) -> str:
    """The name behind what was written: `MY_UDT` is `my_udt`, `"MY_UDT"` with its quotes is `MY_UDT`."""
    if is_quoted(written):
        return written[1:-1].replace('""', '"')
    return written.lower()


def is_quoted(written: str) -> bool:
    """Whether it stands between double quotes."""
    return len(written) > len('""') and written.startswith('"') and written.endswith('"')


def cql(name: str) -> str:
    """As Cassandra writes a formatted name: quoted only where it has to be."""
    return name if _BARE.fullmatch(name) else quoted(name)


def quoted(name: str) -> str:
    """Quoted, so that case is kept and no name is a keyword."""
    return '"' + name.replace('"', '""') + '"'
