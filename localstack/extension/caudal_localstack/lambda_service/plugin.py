"""What LocalStack finds through the entry points of this package; imports the rest only when it is used."""

from localstack.runtime import hooks


@hooks.on_infra_start()
def complete_lambda() -> None:
    """Brings LocalStack's Lambda service nearer to AWS. It is loaded with its first request, hence after this."""
    from caudal_localstack.lambda_service import asynchronous, environments, function_url, log_delivery, requests

    for part in (requests, environments, log_delivery, asynchronous, function_url):
        part.install()
