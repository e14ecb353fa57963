/**
 * The two halves of a failed batch, the first of them to go first; the odd record belongs to the second. Splitting does not
 * use up retries: the machine gives both halves the count that the batch had before.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export function bisect<T>(records: readonly T[]): readonly [readonly T[], readonly T[]] {
  const middle = Math.floor(records.length / 2);
  return [records.slice(0, middle), records.slice(middle)];
}
