import { describe, expect, it } from 'vitest';
import { count, percentile, topK } from '../../../../../core/analysis/aggregate.ts';
import type { Window } from '../../../../../core/analysis/window.ts';
import { validateWindow } from '../../../../../core/analysis/windows/validate-window.ts';

const minute = { name: 'minute', kind: 'tumbling', sizeSeconds: 60, aggregates: { events: count() } } as const;
const hopping = { ...minute, kind: 'hopping', sizeSeconds: 300, hopSeconds: 60 } as const;
const session = { name: 'visit', kind: 'session', gapSeconds: 30, aggregates: { events: count() } } as const;
const table = { keyspace: 'rt', name: 'totals', columns: { id: 'text' }, partitionKey: ['id'] };

describe('a window', () => {
  it.each([
    minute,
    hopping,
    session,
    { ...hopping, sizeSeconds: 100, hopSeconds: 1 },
    { ...minute, sizeSeconds: 86_400, scope: 'stream', groupBy: () => 'g' },
    { ...minute, table: { table: { ...table, clientTimestamps: true }, toRow: () => undefined } },
    { ...minute, derive: { model: 'mean-1', values: { mean: () => 1 } } },
    { ...minute, aggregates: { p100: percentile(100, () => 1), p0_1: percentile(0.1, () => 1) } },
    { ...minute, aggregates: { top: topK(100, () => ''), one: topK(1, () => '', { exactUpTo: 1 }) } },
  ])('is taken: %j', (window) => {
    expect(() => validateWindow(window as Window<unknown>)).not.toThrow();
  });

  it.each<[object, string]>([
    [
      { ...minute, name: '' },
      'Window: name must be 1 to 40 lower-case letters, digits, hyphens and underscores, the first a letter (received "")',
    ],
    [{ ...minute, name: 'Minute' }, '(received "Minute")'],
    [{ ...minute, name: 'm'.repeat(41) }, 'name must be 1 to 40'],
    [
      { ...minute, kind: 'sliding' },
      "Window minute: kind must be 'tumbling', 'hopping' or 'session' (received \"sliding\")",
    ],
    [{ ...minute, sizeSeconds: 0 }, 'Window minute: sizeSeconds must be a whole number from 1 to 86400 (received 0)'],
    [{ ...minute, sizeSeconds: 1.5 }, 'received 1.5'],
    [{ ...minute, sizeSeconds: 86_401 }, 'received 86401'],
    [{ ...hopping, hopSeconds: 301 }, 'hopSeconds must be a whole number from 1 to 300 (received 301)'],
    [{ ...hopping, hopSeconds: 70 }, 'hopSeconds must divide sizeSeconds (300) (received 70)'],
    [
      { ...hopping, sizeSeconds: 101, hopSeconds: 1 },
      'hopSeconds must be at least 1/100 of sizeSeconds (101) (received 1)',
    ],
    [{ ...session, gapSeconds: 0 }, 'Window visit: gapSeconds must be a whole number from 1 to 86400 (received 0)'],
    [{ ...minute, aggregates: {} }, 'aggregates must name at least one (received "none")'],
    [{ ...minute, aggregates: { Total: count() } }, 'aggregates: a name must be'],
    [{ ...minute, aggregates: { ['__proto__']: count() } }, 'aggregates: a name must be'],
    [
      { ...minute, aggregates: { p: percentile(0, () => 1) } },
      'aggregates.p: percent must be over 0, up to 100 (received 0)',
    ],
    [{ ...minute, aggregates: { p: percentile(100.1, () => 1) } }, 'received 100.1'],
    [{ ...minute, aggregates: { p: percentile(Number.NaN, () => 1) } }, 'received NaN'],
    [
      { ...minute, aggregates: { t: topK(0, () => '') } },
      'aggregates.t: k must be a whole number from 1 to 100 (received 0)',
    ],
    [{ ...minute, aggregates: { t: topK(101, () => '') } }, 'received 101'],
    [
      { ...minute, aggregates: { t: topK(10, () => '', { exactUpTo: 9 }) } },
      'aggregates.t: exactUpTo must be a whole number from 10 to 1000 (received 9)',
    ],
    [{ ...minute, aggregates: { t: topK(10, () => '', { exactUpTo: 1001 }) } }, 'received 1001'],
    [
      { ...minute, derive: { model: '', values: { mean: () => 1 } } },
      'Window minute: derive.model must be 1 to 100 characters',
    ],
    [{ ...minute, derive: { model: 'm-1', values: {} } }, 'derive.values must name at least one (received "none")'],
    [{ ...minute, derive: { model: 'm-1', values: { Mean: () => 1 } } }, 'derive.values: a name must be 1 to 40'],
    [
      { ...minute, derive: { model: 'm-1', values: { events: () => 1 } } },
      'derive.values: a name must be none of an aggregate (received "events")',
    ],
    [
      { ...minute, derive: { model: 'm-1', values: { mean: 1 } } },
      'derive.values.mean must be a function of the aggregates (received 1)',
    ],
    [{ ...minute, version: 0 }, 'version must be a whole number'],
    [{ ...minute, scope: 'shard' }, "scope must be 'key' or 'stream' (received \"shard\")"],
    [{ ...minute, scope: 'stream' }, "scope 'stream' needs groupBy, which names the group (received nothing)"],
    [
      { ...minute, table: { table, toRow: () => undefined } },
      'table.table (rt.totals) must have clientTimestamps: true',
    ],
  ])('is refused: %j', (window, message) => {
    expect(() => validateWindow(window as Window<unknown>)).toThrow(RangeError);
    expect(() => validateWindow(window as Window<unknown>)).toThrow(message);
  });
});
