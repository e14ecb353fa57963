import { expect, test } from 'vitest';
import type { SilenceRule } from '../../../../../core/analysis/rule.ts';
import { RuleDriver } from '../../../../support/analysis/rule-driver.ts';

const quiet: SilenceRule = { kind: 'silence', name: 'quiet', afterSeconds: 30 };
const expected = {
  cause: 'a',
  at: 10_000,
  message: 'nothing has arrived for 30 s after 1970-01-01T00:00:10.000Z',
  values: { after_seconds: 30 },
  events: ['a'],
};

test('a gap of more than so many seconds is found by the event that ends it', () => {
  const until = (arrives: number) =>
    new RuleDriver(quiet).given({ id: 'a', at: 10 }, { id: 'b', at: arrives }).findings;
  expect(until(40)).toEqual([]);
  expect(until(40.001)).toEqual([expected]);
});

test('or by a sweep while it lasts; then the event that ends it finds nothing more', () => {
  const driver = new RuleDriver(quiet).given({ id: 'a', at: 10 });
  expect(driver.due).toEqual({ arrived: 40_001 });
  expect(driver.sweep(40).findings).toEqual([]);
  expect(driver.sweep(40.001).findings).toEqual([expected]);
  expect(driver.due).toBeUndefined();
  driver.sweep(100).given({ id: 'b', at: 200 });
  expect(driver.causes).toEqual(['a']);
  expect(driver.due).toEqual({ arrived: 230_001 });
});

test('each gap is an alert of its own', () => {
  const driver = new RuleDriver(quiet).given(
    { id: 'a', at: 0 },
    { id: 'b', at: 31 },
    { id: 'c', at: 62 },
    { id: 'd', at: 63 },
  );
  expect(driver.sweep(1000).causes).toEqual(['a', 'b', 'd']);
});

test('it is arrivals that count, not event times', () => {
  const driver = new RuleDriver(quiet, { latenessSeconds: 600 });
  driver.given({ id: 'a', at: 0, arrives: 100 }, { id: 'b', at: 90, arrives: 120 });
  expect(driver.causes).toEqual([]);
});

test('an arrival before the highest one so far begins nothing', () => {
  const driver = new RuleDriver(quiet).given({ id: 'a', at: 1, arrives: 100 }, { id: 'b', at: 2, arrives: 50 });
  expect(driver.due).toEqual({ arrived: 130_001 });
  expect(driver.sweep(131).causes).toEqual(['a']);
});
