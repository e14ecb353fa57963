"""The errors of the Keyspaces API. https://docs.aws.amazon.com/keyspaces/latest/APIReference/CommonErrors.html"""

from localstack.aws.api import CommonServiceException


def validation(message: str) -> CommonServiceException:
    """The request breaks a rule; the message names field, value and rule."""
    return CommonServiceException("ValidationException", message, 400, sender_fault=True)


def not_found(message: str) -> CommonServiceException:
    """The keyspace, table or resource is not there."""
    return CommonServiceException("ResourceNotFoundException", message, 404, sender_fault=True)


def conflict(message: str) -> CommonServiceException:
    """The keyspace or table is there already, or changing in another way."""
    return CommonServiceException("ConflictException", message, 409, sender_fault=True)


def unsupported(message: str) -> CommonServiceException:
    """Keyspaces has it, this machine has not."""
    return CommonServiceException("UnsupportedOperationException", f"{message} is not supported locally", 400)


def unavailable(message: str) -> CommonServiceException:
    """Cassandra does not answer."""
    return CommonServiceException("InternalServerException", message, 500)
