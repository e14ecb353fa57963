/** Name of an error as the AWS services know it, such as `ExpiredIteratorException`; `''` for what is no error. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
