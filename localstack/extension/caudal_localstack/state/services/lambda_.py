"""Lambda: functions are made invokable again and event source mappings work again, as LocalStack's own hook does it."""

from localstack.services.lambda_.event_source_mapping.esm_worker import EsmState
from localstack.services.lambda_.invocation.models import lambda_stores
from localstack.services.plugins import Service


def revive(service: Service) -> None:
    """Takes up functions and mappings. A mapping that was about to be deleted when LocalStack ended is gone.

    So the runner, which is told of all that there are, drops it as well.
    """
    for _, _, store in list(lambda_stores.iter_stores()):
        for uuid, mapping in list(store.event_source_mappings.items()):
            if mapping.get("State") == EsmState.DELETING:
                del store.event_source_mappings[uuid]
    service.lifecycle_hook.on_after_state_load()
