import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Pipeline } from '../core/pipeline.ts';

/**
 * Consumers that may share the reads of a shard without a word: each shard answers five reads a second, Lambda asks once a second
 * for each of them while all is well, and more often while one catches up.
 *
 * @see https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
const MOST_SHARING = 2;

/** Id of the warning, by which `Annotations.of(…).acknowledgeWarning(id)` silences it. */
export const sharedReadsWarning = 'caudal:shared-reads';

/**
 * Warns at synth where three or more consumers share what each shard of a pipeline's stream gives.
 *
 * @param sharing those that do not read by enhanced fan-out
 */
export function warnOfSharedReads(
  scope: Construct,
  { name, stream }: Pick<Pipeline, 'name' | 'stream'>,
  sharing: readonly string[],
): void {
  if (sharing.length <= MOST_SHARING) return;
  Annotations.of(scope).addWarningV2(
    sharedReadsWarning,
    `${sharing.length} consumers (${sharing.join(', ')}) share the 2 MB/s and the 5 reads a second of each shard of ` +
      `${stream.name}. Context "${name}.fanOut=all", or names of consumers, gives each its own 2 MB/s; docs/streams.md says ` +
      'when that is worth its price.',
  );
}
