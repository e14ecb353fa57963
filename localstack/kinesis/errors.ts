/** Names of the errors that Kinesis' API has. https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html */
export type ErrorType =
  | 'AccessDeniedException'
  | 'ExpiredIteratorException'
  | 'ExpiredNextTokenException'
  | 'InternalFailureException'
  | 'InvalidArgumentException'
  | 'KMSNotFoundException'
  | 'LimitExceededException'
  | 'ProvisionedThroughputExceededException'
  | 'RequestEntityTooLargeException'
  | 'ResourceInUseException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'UnknownOperationException'
  | 'UnsupportedOperationException'
  | 'ValidationException';

/** An answer that is no success. */
export class KinesisError extends Error {
  readonly type: ErrorType;

  /** @param message as AWS words it, where its wording is known */
  constructor(type: ErrorType, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = type;
    this.type = type;
  }

  /** HTTP status of the answer. */
  get status(): number {
    if (this.type === 'InternalFailureException') return 500;
    return this.type === 'RequestEntityTooLargeException' ? 413 : 400;
  }
}

/** A parameter that cannot be used. */
export function invalidArgument(message: string): KinesisError {
  return new KinesisError('InvalidArgumentException', message);
}
