"""What LocalStack finds through the entry point of its hook; imports the rest only when it is used."""

from localstack.runtime import hooks
from localstack.utils.bootstrap import is_api_enabled


@hooks.on_infra_start()
def complete_targets() -> None:
    """Gives rules the targets of this package. Nothing where LocalStack runs without EventBridge."""
    if not is_api_enabled("events"):
        return
    from localstack.services.events.target import TargetSenderFactory

    from caudal_localstack.eventbridge.kinesis_target import KinesisTarget

    TargetSenderFactory.register_target_sender("kinesis", KinesisTarget)
