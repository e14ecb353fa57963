"""One connection to Cassandra, made when it is first needed and made again when it was lost."""

import contextlib
import re
import threading
from collections.abc import Sequence

from cassandra import ConsistencyLevel, DriverException, OperationTimedOut, RequestExecutionException
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile, NoHostAvailable, Session
from cassandra.policies import ConstantReconnectionPolicy, WhiteListRoundRobinPolicy

from caudal_localstack import settings
from caudal_localstack.keyspaces import errors

_QUOTA = re.compile(r"Guardrail (keyspaces|tables) violated")

CONNECT_TIMEOUT_S = 5
REQUEST_TIMEOUT_S = 20
"""Schema changes flush to disk, so they take longer than queries."""


class CassandraSession:
    """Runs statements. Every failure to reach Cassandra is an `InternalServerException` within a bounded time."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._session: Session | None = None

    def execute(self, statement: str, parameters: Sequence | None = None) -> list:
        """Runs a statement with `%s` for each parameter, and returns all rows."""
        try:
            return list(self._connected().execute(statement, parameters))
        except (NoHostAvailable, OperationTimedOut, RequestExecutionException) as error:
            self.close()
            raise _unavailable(error) from error
        except DriverException as error:
            raise refused(str(error)) from error

    def close(self) -> None:
        """Ends the connection; the next statement makes a new one."""
        with self._lock:
            session, self._session = self._session, None
        if session:
            with contextlib.suppress(Exception):
                session.cluster.shutdown()

    def _connected(self) -> Session:
        with self._lock:
            if self._session is None:
                self._session = _connect()
            return self._session


def refused(reason: str) -> Exception:
    """What the API answers when Cassandra refuses a statement: its guardrails play Keyspaces' quotas.

    https://docs.aws.amazon.com/keyspaces/latest/devguide/quotas.html
    """
    if _QUOTA.search(reason):
        return errors.quota(f"there are as many as an account may have in a region: {reason}")
    return errors.validation(f"Cassandra refused the statement: {reason}")


def _connect() -> Session:
    where = settings.cassandra()
    profile = ExecutionProfile(
        load_balancing_policy=WhiteListRoundRobinPolicy([where.host]),
        consistency_level=ConsistencyLevel.LOCAL_QUORUM,
        request_timeout=REQUEST_TIMEOUT_S,
    )
    cluster = Cluster(
        [where.host],
        port=where.port,
        auth_provider=PlainTextAuthProvider(where.username, where.password) if where.username else None,
        connect_timeout=CONNECT_TIMEOUT_S,
        control_connection_timeout=CONNECT_TIMEOUT_S,
        execution_profiles={EXEC_PROFILE_DEFAULT: profile},
        protocol_version=5,
        reconnection_policy=ConstantReconnectionPolicy(1, max_attempts=None),
        schema_metadata_enabled=False,
        token_metadata_enabled=False,
    )
    try:
        return cluster.connect()
    except BaseException:
        cluster.shutdown()
        raise


def _unavailable(error: Exception) -> Exception:
    where = settings.cassandra()
    return errors.unavailable(
        f"Cassandra at {where.host}:{where.port} does not answer ({type(error).__name__}: {error}); "
        "see whether it runs, and try again"
    )
