"""EventBridge: rules and targets are data, what works on them is made anew."""

from localstack.services.events.api_destination import APIDestinationService
from localstack.services.events.archive import ArchiveService
from localstack.services.events.connection import ConnectionService
from localstack.services.events.event_bus import EventBusService
from localstack.services.events.models import EventBus, Rule, events_stores
from localstack.services.events.provider import EventsProvider
from localstack.services.events.rule import RuleService
from localstack.services.events.scheduler import JobScheduler
from localstack.services.plugins import Service


def revive(service: Service) -> None:
    """Makes the workers of all buses, rules, targets, archives, connections and destinations.

    Schedules run again from now on; what they missed is not made up, as on AWS when a rule was disabled.
    A replay that was under way has ended.
    """
    provider: EventsProvider = service._provider
    for _, _, store in list(events_stores.iter_stores()):
        for bus in store.event_buses.values():
            _revive_bus(provider, bus)
        for archive in store.archives.values():
            worker = ArchiveService(archive)
            provider._archive_service_store[worker.arn] = worker
        for connection in store.connections.values():
            provider._connection_service_store[connection.arn] = _wrap(ConnectionService, connection=connection)
        for destination in store.api_destinations.values():
            connection = next(
                (each for each in store.connections.values() if each.arn == destination.connection_arn), None
            )
            provider._api_destination_service_store[destination.arn] = _wrap(
                APIDestinationService, api_destination=destination, connection=connection
            )


def _revive_bus(provider: EventsProvider, bus: EventBus) -> None:
    worker = EventBusService(bus)
    provider._event_bus_services_store[worker.arn] = worker
    for rule in bus.rules.values():
        _revive_rule(provider, rule)


def _revive_rule(provider: EventsProvider, rule: Rule) -> None:
    worker = RuleService(rule)
    provider._rule_services_store[worker.arn] = worker
    for target in rule.targets.values():
        provider.create_target_sender(target, rule.arn, rule.name, rule.region, rule.account_id)
    if rule.schedule_expression:
        worker.create_schedule_job(provider._get_scheduled_rule_job_function(rule.account_id, rule.region, rule))
        # LocalStack looks once a minute for what is due within one, and has just done so.
        JobScheduler.instance().get_job(worker.job_id).run()


def _wrap[Worker](kind: type[Worker], **attributes: object) -> Worker:
    """A worker around data that is there: its constructor would make the data anew, a secret of it too."""
    worker = kind.__new__(kind)
    vars(worker).update(attributes)
    return worker
