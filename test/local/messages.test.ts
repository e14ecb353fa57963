import { beforeAll, describe, expect, it } from 'vitest';
import { caudal, caudalJson } from './support/caudal.ts';

interface Message {
  readonly shard: string;
  readonly sequence: string;
  readonly arrivedAt: string;
  readonly partitionKey: string;
  readonly format: string;
  readonly value?: { readonly event_id: string };
  readonly text?: string;
}

const messages = (...options: string[]) => caudalJson<Message[]>(['messages', 'sensors', ...options]);
const idsOf = (found: readonly Message[]) => found.map(({ value }) => value?.event_id);
const marked = 'not\u001b[2J an event';

/** One run of a producer, then one record that is no event. */
let begun: string;
let all: Message[];

beforeAll(async () => {
  begun = new Date().toISOString();
  await caudalJson(['produce', 'sensors', '--rate', '50', '--for', '1s']);
  await caudal(['send', 'sensors', marked]);
  all = await messages('--from', begun);
});

describe('caudal messages', () => {
  it('gives what arrived since a time, by arrival, as it was sent', () => {
    expect(all).toHaveLength(51);
    expect(all.map(({ arrivedAt }) => arrivedAt)).toEqual(all.map(({ arrivedAt }) => arrivedAt).sort());
    expect(new Set(idsOf(all)).size).toBe(51);
    expect(all.at(-1)).toMatchObject({ partitionKey: 'unkeyed', format: 'text', text: marked });
  });

  it('gives the newest, those of a key, and those from a position on', async () => {
    expect(await messages('--limit', '3')).toEqual(all.slice(-3));
    const { partitionKey, shard, sequence } = all[20] ?? { partitionKey: '', shard: '', sequence: '' };
    const sameKey = all.filter((one) => one.partitionKey === partitionKey);
    expect(await messages('--from', begun, '--key', partitionKey)).toEqual(sameKey);
    const behind = all.filter((one) => one.shard === shard && BigInt(one.sequence) >= BigInt(sequence));
    const number = String(Number(shard.replace('shardId-', '')));
    expect(await messages('--shard', number, '--position', sequence)).toEqual(behind);
  });

  it('follows what comes until Ctrl-C, on lines without control characters', async () => {
    const following = caudal(['messages', 'sensors', '--follow', '--from', begun], { interruptOn: /and another/ });
    await caudal(['send', 'sensors', 'and another']);
    const { code, stdout, stderr } = await following;
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('not·[2J an event');
    expect(stdout.trimEnd().split('\n')).toHaveLength(52);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });
});
