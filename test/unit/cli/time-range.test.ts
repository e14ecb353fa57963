import { expect, it } from 'vitest';
import { daysBetween } from '../../../cli/time-range.ts';

it('lists the UTC days that a range touches, both ends included', () => {
  const days = daysBetween(new Date('2026-02-27T23:59:59.999Z'), new Date('2026-03-01T00:00:00.000Z'));
  expect(days).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(daysBetween(new Date('2026-02-27T10:00:00Z'), new Date('2026-02-27T11:00:00Z'))).toEqual(['2026-02-27']);
});
