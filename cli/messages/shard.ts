import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { didYouMean } from '../../core/did-you-mean.ts';
import { exitCodes, UserError } from '../errors.ts';
import { streamShards } from '../stream/shards.ts';

const PREFIX = 'shardId-';
const DIGITS = 12;

/** The id of a shard that was typed as such, or as its number. @throws {UserError} where the stream has no such shard */
export async function requireShard(
  client: Pick<KinesisClient, 'send'>,
  stream: string,
  typed: string | undefined,
): Promise<string | undefined> {
  if (typed === undefined) return undefined;
  const isNumber = /^\d+$/.test(typed);
  const id = isNumber ? `${PREFIX}${typed.padStart(DIGITS, '0')}` : typed;
  const known = (await streamShards(client, stream)).map((shard) => shard.id);
  if (known.includes(id)) return id;
  throw new UserError(`There is no shard "${typed}" in ${stream}.${isNumber ? '' : didYouMean(id, known)}`, {
    hint: `It has ${known.join(', ')}.`,
    exitCode: exitCodes.usage,
  });
}
