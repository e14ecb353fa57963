"""LocalStack's Kinesis in front of a Kinesis engine that somebody else runs."""

from localstack.runtime import hooks
from localstack.utils.patch import patch

from caudal_localstack import settings


@hooks.on_infra_start()
def forward_kinesis() -> None:
    """Sends Kinesis' requests to the running engine, when `CAUDAL_KINESIS_PORT` names one.

    They leave LocalStack before it reads their bodies, and with them operations that its model does not know yet.
    """
    port = settings.kinesis_port()
    if not port:
        return

    from localstack.aws.handlers.service import ServiceRequestParser

    from caudal_localstack.servers.kinesis_forwarder import KinesisForwarder

    forwarder = KinesisForwarder(port)

    @patch(ServiceRequestParser.__call__)
    def forward_or_parse(parse, parser, chain, context, response) -> None:
        if not forwarder.takes(context):
            parse(parser, chain, context, response)
            return
        forwarder.forward(context, response)
        chain.stop()
