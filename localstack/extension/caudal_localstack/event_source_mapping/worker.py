"""Stands where LocalStack's poller of a stream would: hands all to the runner."""

import datetime
import threading

from localstack.services.lambda_.event_source_mapping.esm_worker import EsmState, EsmStateReason, EsmWorker
from localstack.services.lambda_.invocation.models import lambda_stores
from localstack.utils.aws.arns import parse_arn

from caudal_localstack.event_source_mapping.registry import Registry


class RunnerWorker(EsmWorker):
    """A mapping of LocalStack's Lambda provider that the runner runs.

    The provider makes a new worker for each update and stops the old one; the runner sees that as one change.
    """

    # EsmWorker's own constructor wants a poller, and there is none here.
    def __init__(self, registry: Registry, esm_config: dict, role_arn: str, enabled: bool) -> None:
        self._registry = registry
        self.esm_config = esm_config
        self.role_arn = role_arn
        self.enabled = enabled
        self.current_state = EsmState(esm_config.get("State", EsmState.CREATING))
        self.user_state_reason = EsmStateReason.USER_ACTION
        self.state_transition_reason = self.user_state_reason
        arn = parse_arn(esm_config["EventSourceMappingArn"])
        self._state = lambda_stores[arn["account"]][arn["region"]]

    def create(self) -> None:
        """Tells the runner, which makes the mapping or changes it."""
        if not self.enabled:
            self._store(EsmState.DISABLED)
        self._registry.tell(self)

    def start(self) -> None:
        """As `create`: the runner knows whether it is new."""
        self.create()

    def stop(self) -> None:
        """Nothing: an update is told by the worker that takes this one's place."""

    def stop_for_shutdown(self) -> None:
        """Nothing: the runner outlives LocalStack and waits for it."""

    def delete(self) -> None:
        """Drops mapping and positions; it is `Deleting` until its last invocation is over."""
        self.current_state = EsmState.DELETING
        self.update_esm_state_in_store(EsmState.DELETING)
        threading.Thread(target=self._finish_deletion, name=f"delete-mapping-{self.uuid}", daemon=True).start()

    def _finish_deletion(self) -> None:
        is_dropped = False
        try:
            is_dropped = self._registry.drop(self)
        finally:
            self.delete_esm_in_store()
            if not is_dropped:
                self._registry.sync()

    def told(self, status: dict) -> None:
        """Takes over what the runner says of this mapping."""
        self.current_state = EsmState(status["state"])
        self.state_transition_reason = status["stateTransitionReason"]
        # LocalStack takes a mapping that it loads as `Updating` for an enabled one.
        disabled = not self.enabled and self.current_state == EsmState.UPDATING
        self._store(EsmState.DISABLED if disabled else self.current_state)
        if stored := self._state.event_source_mappings.get(self.uuid):
            stored["StateTransitionReason"] = self.state_transition_reason
            stored["LastProcessingResult"] = status["lastProcessingResult"]

    def _store(self, state: EsmState) -> None:
        """`LastModified` is the time of the last change, also of the state.

        https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html
        """
        stored = self._state.event_source_mappings.get(self.uuid)
        if stored is not None and stored.get("State") != state:
            stored["State"] = state
            stored["LastModified"] = datetime.datetime.now()
