import { describe, expect, test } from 'vitest';
import { dueItems } from '../../../../../functions/clients/state/due.ts';
import { toItem } from '../../../../../functions/clients/state/item.ts';
import { idOf, itemId, type Subject } from '../../../../../functions/clients/state/subject.ts';
import { FakeDynamo } from '../../support/fake-dynamo.ts';

const next = { state: '{}', due: 10_000, expiresAt: 4_000_000_000 };

const subjects: Subject[] = [
  { kind: 'keyed', key: 'sensor-1' },
  { kind: 'keyed', key: 'a#b\nc' },
  { kind: 'keyed', key: '' },
  { kind: 'keyed', key: 'x'.repeat(3_000) },
  { kind: 'keyed', key: 'half \ud83c of a pair' },
  { kind: 'group', window: 'by-country', group: 'es#n' },
  { kind: 'group', window: 'by-country', group: '🌊'.repeat(600) },
];

describe('the id of an item', () => {
  test.each(subjects)('%j is found again by its item, and is a key that DynamoDB takes', (subject) => {
    const id = itemId('sensors', subject);
    expect(Buffer.byteLength(id.pk)).toBeLessThanOrEqual(2_048);
    expect(id.pk.isWellFormed()).toBe(true);
    expect(idOf(toItem('sensors', id, 1, next))).toEqual(id);
  });

  test('differs wherever subjects differ', () => {
    expect(new Set(subjects.map((subject) => itemId('sensors', subject).pk)).size).toBe(subjects.length);
  });

  test('reads as what it is of', () => {
    expect(itemId('sensors', { kind: 'keyed', key: 'sensor-1' }).pk).toBe('keyed#sensors#sensor-1');
    expect(itemId('sensors', { kind: 'group', window: 'w', group: 'g' }).pk).toBe('group#sensors#w#g');
  });

  test('is none of the books', () => {
    expect(() => idOf({ pk: { S: 'totals#caudal-sensors-analyze#2026-01-01T00' } })).toThrow(
      /keyed# or group# \(received/,
    );
  });
});

test('due items of a pipeline are found in all partitions of the index, up to the instant asked for', async () => {
  const dynamo = new FakeDynamo();
  for (let n = 0; n < 40; n += 1) {
    const id = itemId(n % 2 ? 'sensors' : 'other', { kind: 'keyed', key: `key-${n}` });
    dynamo.items.set(id.pk, toItem(n % 2 ? 'sensors' : 'other', id, 1, { ...next, due: n * 1_000 }));
  }
  const found: string[] = [];
  for await (const page of dueItems(dynamo.client, 't', 'sensors', 11_000)) found.push(...page.map(({ pk }) => pk));
  expect(found.sort()).toEqual([1, 11, 3, 5, 7, 9].map((n) => `keyed#sensors#key-${n}`));
  expect(dynamo.commands).toHaveLength(8);
});

test('the items that are due begin with another partition of the index each minute', async () => {
  const dynamo = new FakeDynamo();
  for (let n = 0; n < 100; n += 1) {
    const id = itemId('sensors', { kind: 'keyed', key: `key-${n}` });
    dynamo.items.set(id.pk, toItem('sensors', id, 1, next));
  }
  const firsts = new Set<string>();
  for (let minute = 1; minute <= 8; minute += 1) {
    for await (const [first] of dueItems(dynamo.client, 't', 'sensors', minute * 60_000)) {
      if (first) firsts.add(first.pk);
      break;
    }
  }
  expect(firsts.size).toBe(8);
});
