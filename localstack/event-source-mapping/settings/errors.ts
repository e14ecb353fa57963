/**
 * Settings that Lambda's API refuses with `InvalidParameterValueException` (or `ValidationException`, see `code`).
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export class InvalidMappingError extends Error {
  override readonly name = 'InvalidMappingError';
  /** The API's error code. */
  readonly code: 'InvalidParameterValueException' | 'ValidationException';

  constructor(message: string, code: InvalidMappingError['code'] = 'InvalidParameterValueException') {
    super(message);
    this.code = code;
  }
}
