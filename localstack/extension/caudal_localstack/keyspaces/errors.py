"""The errors of the Keyspaces API, all of them known to AWS's SDKs by type.

https://docs.aws.amazon.com/keyspaces/latest/APIReference/CommonErrors.html
"""

from localstack.aws.api import CommonServiceException


def validation(message: str) -> CommonServiceException:
    """The request breaks a rule; the message names field, value and rule."""
    return CommonServiceException("ValidationException", message, 400, sender_fault=True)


def not_found(message: str) -> CommonServiceException:
    """The keyspace, table, type or resource is not there."""
    return CommonServiceException("ResourceNotFoundException", message, 404, sender_fault=True)


def conflict(message: str) -> CommonServiceException:
    """The keyspace, table or type is there already, or still in use."""
    return CommonServiceException("ConflictException", message, 409, sender_fault=True)


def quota(message: str) -> CommonServiceException:
    """There are as many as an account may have."""
    return CommonServiceException("ServiceQuotaExceededException", message, 402, sender_fault=True)


def unsupported(message: str) -> CommonServiceException:
    """Keyspaces has it, this machine has not. The code is one that every operation of the API may answer."""
    return validation(f"{message} is not supported locally")


def unavailable(message: str) -> CommonServiceException:
    """Cassandra does not answer."""
    return CommonServiceException("InternalServerException", message, 500)
