import { expect, it } from 'vitest';
import { useText, type VersionUse } from '../../../../cli/schema/use.ts';

const lastArrivedAt = '2026-01-01T00:00:00.000Z';
const use = (...versions: readonly VersionUse[]) =>
  useText({ pipeline: 'orders', since: '2025-12-31T00:00:00.000Z', versions }).split('\n');

it('says what share each version has, and when it came last', () => {
  const lines = use({ version: 1, records: 1, lastArrivedAt }, { version: 2, records: 2, lastArrivedAt });
  expect(lines.map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
    'orders: what arrived since 2025-12-31T00:00:00.000Z, by version of its schema',
    '',
    'version | records | share | last arrived',
    '1 | 1 | 33.3 % | 2026-01-01T00:00:00.000Z',
    '2 | 2 | 66.7 % | 2026-01-01T00:00:00.000Z',
  ]);
});

it('says when nobody sends the oldest any more', () => {
  const none = { records: 0, lastArrivedAt: null };
  const last = { version: 3, records: 7, lastArrivedAt };
  expect(use({ version: 1, ...none }, { version: 2, ...none }, last).at(-1)).toBe(
    'None of 7 was of versions 1 to 2. When that holds for as long as your slowest producer is silent, set oldestSchemaVersion: 3.',
  );
  expect(use({ version: 2, ...none }, last).at(-1)).toMatch(
    /^None of 7 was of version 2\. .* oldestSchemaVersion: 3\.$/,
  );
  expect(use({ version: 1, ...none }, { version: 2, ...none }).at(-1)).toMatch(/^2 +0 +– +–$/);
});
