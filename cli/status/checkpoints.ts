import type { CloudConfig } from '../../localstack/config.ts';
import type { MappingStatus } from '../../localstack/event-source-mapping/runner/mapping.ts';
import type { ShardView } from '../../localstack/event-source-mapping/runner/shard-view.ts';
import { UserError } from '../errors.ts';
import { coloured, table } from '../output.ts';

/** Asks the local event source mapping how far each shard of each mapping is. @throws {UserError} when it does not run */
export async function checkpoints(config: CloudConfig): Promise<readonly MappingStatus[]> {
  const url = `http://127.0.0.1:${config.ports.mapping}/checkpoints`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const { mappings } = (await response.json()) as { mappings: readonly MappingStatus[] };
    return mappings;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `The event source mapping on port ${config.ports.mapping} does not tell its positions: ${why}`,
      {
        hint: './caudal up starts what is down.',
      },
    );
  }
}

/** One row a shard. */
export function checkpointsText(mappings: readonly MappingStatus[]): string {
  if (mappings.length === 0) return 'There is no mapping of a Kinesis or DynamoDB stream.';
  const rows = mappings.flatMap((mapping) => {
    const names = [resourceOf(mapping.functionArn), streamOf(mapping.eventSourceArn)];
    const state = coloured(mapping.state === 'Enabled' ? 'green' : 'yellow', mapping.state);
    const none = [[...names, state, '', '', '', '', mapping.lastProcessingResult]];
    const shards = mapping.shards.map((shard) => [
      ...names,
      state,
      shard.shardId,
      shard.state,
      positionText(shard),
      behindText(shard),
      mapping.lastProcessingResult,
    ]);
    return shards.length === 0 ? none : shards;
  });
  return table(['function', 'stream', 'state', 'shard', 'works', 'done up to', 'behind', 'last result'], rows);
}

function resourceOf(functionArn: string): string {
  return functionArn.split(':').slice(6).join(':');
}

/** The name of the stream, or of the table whose stream it is. */
function streamOf(eventSourceArn: string): string {
  return eventSourceArn.split('/')[1] ?? eventSourceArn;
}

function positionText({ position }: ShardView): string {
  switch (position.type) {
    case 'trim-horizon':
      return 'the oldest record';
    case 'timestamp':
      return new Date(position.at).toISOString();
    case 'after':
      return position.sequenceNumber;
  }
}

function behindText({ behindMs }: ShardView): string {
  if (behindMs === null) return 'unknown';
  return behindMs === 0 ? 'nothing' : `${(behindMs / 1000).toFixed(1)} s`;
}
