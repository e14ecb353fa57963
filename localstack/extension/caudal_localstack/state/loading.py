"""Brings kept state back into LocalStack's providers, before the gateway answers."""

import logging

from localstack.services.plugins import SERVICE_PLUGINS, Service

from caudal_localstack.state import containers, pickling
from caudal_localstack.state.folder import StateFolder
from caudal_localstack.state.keeper import Keeper
from caudal_localstack.state.services import acm as _acm_reducers  # noqa: F401
from caudal_localstack.state.services import iam as _iam_reducers  # noqa: F401

LOG = logging.getLogger(__name__)

_FIRST = ("kms", "s3", "iam", "ssm", "secretsmanager", "logs", "sqs", "sns", "dynamodb", "kinesis", "cloudwatch")
_LAST = ("events", "scheduler", "stepfunctions", "lambda", "cloudformation")


def read_service(service: str) -> bytes:
    """The state of a service as bytes. @raises Exception when something in it cannot be pickled"""
    return pickling.dumps(containers.snapshot(SERVICE_PLUGINS.require(service)))


def load_services(folder: StateFolder, keeper: Keeper) -> list[Service]:
    """Starts each service of which something is kept, and gives it that back. One that fails begins empty.

    Gives the services that are back, in the order in which they may be set to work.
    """
    loaded: list[Service] = []
    for name in in_order(folder.services()):
        payload = folder.load(name)
        if payload is None:
            continue
        try:
            service = SERVICE_PLUGINS.require(name)
        except Exception as error:
            LOG.warning("%s does not start (%s). What is kept of it stays on disk.", name, error)
            continue
        try:
            service.lifecycle_hook.on_before_state_load()
            containers.restore(service, pickling.loads(payload))
        except Exception as error:
            LOG.debug("loading %s failed", name, exc_info=True)
            folder.reject(name, f"{type(error).__name__}: {error}")
            continue
        keeper.is_on_disk(name, payload)
        loaded.append(service)
    return loaded


def in_order(services: list[str]) -> list[str]:
    """What others need while they load comes first: the code of functions lies in S3, say."""
    return sorted(services, key=lambda name: (_rank(name), name))


def _rank(name: str) -> int:
    if name in _FIRST:
        return _FIRST.index(name)
    return len(_FIRST) + (1 + _LAST.index(name) if name in _LAST else 0)
