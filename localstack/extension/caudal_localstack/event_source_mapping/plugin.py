"""Puts the runner in the place of LocalStack's pollers of Kinesis and DynamoDB Streams."""

from typing import TYPE_CHECKING

from localstack.runtime import hooks

from caudal_localstack import settings

if TYPE_CHECKING:
    from caudal_localstack.event_source_mapping.registry import Registry

_registries: list["Registry"] = []


@hooks.on_infra_start()
def use_the_runner() -> None:
    """Takes over the mappings of streams, when `CAUDAL_MAPPING_PORT` names a runner."""
    if port := settings.mapping_port():
        from caudal_localstack.event_source_mapping.client import RunnerClient
        from caudal_localstack.event_source_mapping.provider import take_over

        _registries.append(take_over(RunnerClient(port)))


@hooks.on_infra_ready()
def drop_unknown_mappings() -> None:
    """What LocalStack keeps is loaded by now: the runner drops the mappings of functions that are no more."""
    for registry in _registries:
        registry.sync()
