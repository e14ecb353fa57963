"""The state's life in this process: loaded, taken up again, kept, saved a last time."""

import logging
import time
from dataclasses import dataclass
from pathlib import Path

from localstack.aws.handlers import preprocess_request, run_custom_response_handlers
from localstack.services.plugins import Service

from caudal_localstack.state.folder import StateFolder
from caudal_localstack.state.gate import Gate
from caudal_localstack.state.gateway import SaveBeforeAnswer
from caudal_localstack.state.keeper import Keeper
from caudal_localstack.state.loading import load_services, read_service
from caudal_localstack.state.revival import Revival
from caudal_localstack.state.s3.plugin import KeptS3
from caudal_localstack.state.stacks import replay, watch
from caudal_localstack.state.stacks.resume import forget_ended_operations, resume_operations

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Life:
    begun: float
    gate: Gate
    keeper: Keeper
    loaded: list[Service]
    revive: Revival


_lives: list[_Life] = []


def begin(path: Path) -> None:
    """Loads what is kept in a folder, and keeps what changes from now on. The gateway will hold callers back.

    @raises FolderTakenError when another LocalStack keeps its state there: this one must not start then
    """
    begun = time.monotonic()
    folder = StateFolder(path)
    keeper = Keeper(read_service, folder.save)
    s3 = KeptS3(folder.part("s3"))
    loaded = load_services(folder, keeper)
    gate = Gate()
    preprocess_request.handlers.insert(0, gate)
    run_custom_response_handlers.append(SaveBeforeAnswer(keeper, s3))
    watch.announce_changes(keeper)
    forget_ended_operations(folder.part("stacks"))
    replay.keep_journals(folder.part("stacks"))
    _lives.append(_Life(begun, gate, keeper, loaded, Revival(s3)))


def resume() -> None:
    """Sets the providers to work on what they have got back, now that the gateway listens, and lets callers in.

    Interrupted operations on stacks go on after that: they fetch templates, and call functions, as anybody does.
    """
    for life in _lives:
        try:
            for service in life.loaded:
                life.revive(service)
            life.keeper.start()
        finally:
            life.gate.open()
        seconds = time.monotonic() - life.begun
        LOG.info("The state of %d services is back at work after %.1f s", len(life.loaded), seconds)
    resume_operations()


def end() -> None:
    """Saves what is still to be saved. What a call changes is saved before its answer to the very end."""
    for life in _lives:
        life.keeper.stop()
