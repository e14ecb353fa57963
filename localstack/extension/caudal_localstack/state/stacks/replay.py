"""Lets an operation on a stack that is run again take the steps it has done already from its journal."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import Any

from localstack.aws.api.cloudformation import ChangeAction
from localstack.services.cloudformation.engine.v2.change_set_model_executor import ChangeSetModelExecutor
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProviderExecutor,
)
from localstack.utils.patch import patch

from caudal_localstack.state.stacks.journal import Journal, Outcome, Progress

LOG = logging.getLogger(__name__)

_CONFLICT = re.compile(r"already[ _]?exist|ResourceConflict|EntityAlreadyExists", re.IGNORECASE)

_ATTRIBUTE = "caudal_journal"
_CURRENT = "caudal_step"

resumed: set[str] = set()
"""Identifiers of the stacks whose operation goes on when it is begun next."""


def keep_journals(folder: Path) -> None:
    """Patches LocalStack's engine so that every operation keeps a journal in a folder."""

    def execute(run: Callable[..., Any], executor: ChangeSetModelExecutor) -> Any:
        stack_id = executor._change_set.stack.stack_id
        journal = Journal(folder, stack_id, is_resumed=stack_id in resumed)
        resumed.discard(stack_id)
        setattr(executor, _ATTRIBUTE, journal)
        return run(executor)

    patch(ChangeSetModelExecutor.execute)(execute)
    patch(ChangeSetModelExecutor._execute_resource_action)(_take_step)
    patch(ResourceProviderExecutor.execute_action)(_note_progress)


_SIGNATURE = signature(ChangeSetModelExecutor._execute_resource_action)


def _take_step(run: Callable[..., ProgressEvent], executor: ChangeSetModelExecutor, *args: Any, **kwargs: Any) -> Any:
    named = _SIGNATURE.bind(executor, *args, **kwargs).arguments
    del named["self"]
    journal: Journal = getattr(executor, _ATTRIBUTE)
    name = named["logical_resource_id"]
    step = journal.next_step(name, named["action"].value)
    if done := journal.outcome(step):
        if done.resource is not None:
            executor.resources[name] = done.resource
        return done.event
    was_under_way = journal.progress(step)
    if was_under_way is None:
        journal.add(step, Progress())
    setattr(executor.resource_provider_executor, _CURRENT, (journal, step, was_under_way))
    event = run(executor, **named)
    if was_under_way is not None and named["action"] == ChangeAction.Add and _is_conflict(event):
        event = _create_anew(run, executor, named)
    resource = None if named.get("part_of_replacement") else executor.resources.get(name)
    context = {name: value for name, value in event.custom_context.items() if not isinstance(value, Exception)}
    journal.add(step, Outcome(replace(event, custom_context=context), resource))
    return event


def _note_progress(
    run: Callable[..., ProgressEvent], executor: ResourceProviderExecutor, provider: Any, payload: Any
) -> ProgressEvent:
    """Providers are called until they are done, each time with what they said last: also over a restart."""
    current = getattr(executor, _CURRENT, None)
    if current is None:
        return run(executor, provider, payload)
    journal, step, was_under_way = current
    if was_under_way is not None and was_under_way.properties is not None:
        payload["requestData"]["resourceProperties"] = was_under_way.properties
        payload["callbackContext"] = was_under_way.context
    setattr(executor, _CURRENT, (journal, step, None))
    event = run(executor, provider, payload)
    if event.status == OperationStatus.IN_PROGRESS:
        journal.add(step, Progress(event.resource_model, {**payload["callbackContext"], **event.custom_context}))
    return event


def _is_conflict(event: ProgressEvent) -> bool:
    return event.status == OperationStatus.FAILED and bool(_CONFLICT.search(event.message))


def _create_anew(run: Callable[..., ProgressEvent], executor: ChangeSetModelExecutor, named: dict) -> ProgressEvent:
    """The resource was made right before the kill, and nobody knows its identifiers: it goes, and is made again."""
    properties = named["after_properties"]
    LOG.info("Resource %s was made right before LocalStack was killed; it is made anew", named["logical_resource_id"])
    removal = {
        "action": ChangeAction.Remove,
        "before_properties": properties,
        "after_properties": None,
        "part_of_replacement": True,
    }
    run(executor, **{**named, **removal})
    return run(executor, **named)
