import { describe, expect, it } from 'vitest';
import type { StreamSettings } from '../../core/pipeline.ts';
import { deployedCapacity, fanOutConsumers } from '../../infra/stream-context.ts';

const declared: StreamSettings = { name: 's', mode: 'provisioned', shards: 3, retentionHours: 24 };
const onDemand: StreamSettings = { name: 's', mode: 'on-demand', retentionHours: 24 };
const node = (context: Record<string, unknown>) => ({ tryGetContext: (key: string) => context[key] });

describe('mode and shards of a deployment', () => {
  it.each([
    [{}, declared, { mode: 'provisioned', shards: 3 }],
    [{}, onDemand, { mode: 'on-demand' }],
    [{ 'p.shards': '6' }, declared, { mode: 'provisioned', shards: 6 }],
    [{ 'p.shards': 6 }, declared, { mode: 'provisioned', shards: 6 }],
    [{ 'q.shards': '6' }, declared, { mode: 'provisioned', shards: 3 }],
    [{ 'p.mode': 'on-demand' }, declared, { mode: 'on-demand' }],
    [{ 'p.mode': 'provisioned', 'p.shards': '4' }, onDemand, { mode: 'provisioned', shards: 4 }],
  ])('with context %j', (context, stream, capacity) => {
    expect(deployedCapacity(node(context), 'p', stream)).toEqual(capacity);
  });

  it.each([
    [{ 'p.mode': 'serverless' }, declared, 'Context "p.mode" must be provisioned or on-demand (received "serverless")'],
    [{ 'p.shards': '501' }, declared, 'Context "p.shards" must be a whole number from 1 to 500 (received 501)'],
    [{ 'p.shards': '3x' }, declared, 'Context "p.shards" must be a whole number from 1 to 500 (received "3x")'],
    [
      { 'p.mode': 'on-demand', 'p.shards': '2' },
      declared,
      'Context "p.shards" goes with a provisioned stream alone: Kinesis decides how many an on-demand one has (received 2); leave it out, or set Context "p.mode" to provisioned',
    ],
    [{ 'p.shards': '2' }, onDemand, 'Context "p.shards" goes with a provisioned stream alone'],
    [
      { 'p.mode': 'provisioned' },
      onDemand,
      'Context "p.mode" is provisioned and the pipeline is declared on-demand: say with "p.shards" how many shards it gets',
    ],
  ])('refuses %j in words', (context, stream, words) => {
    expect(() => deployedCapacity(node(context), 'p', stream)).toThrow(words);
  });
});

describe('fan-out of a deployment', () => {
  const consumers = ['ingest', 'analyze', 'archive'];

  it.each([
    [undefined, []],
    ['all', consumers],
    ['archive, ingest', ['archive', 'ingest']],
  ])('with %s', (text, chosen) => {
    expect([...fanOutConsumers(node({ 'p.fanOut': text }), 'p', consumers)]).toEqual(chosen);
  });

  it('refuses a consumer that there is not', () => {
    expect(() => fanOutConsumers(node({ 'p.fanOut': 'ingest,store' }), 'p', consumers)).toThrow(
      'Context "p.fanOut" must be consumers of p, separated by commas, or all; there are: ingest, analyze, archive (received "store")',
    );
  });
});
