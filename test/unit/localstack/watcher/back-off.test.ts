import { expect, test } from 'vitest';
import { afterCrash, type CrashRow, standardBackOff } from '../../../../localstack/watcher/back-off.ts';

function crashesAt(times: readonly { now: number; livedMs: number }[]) {
  let row: CrashRow | undefined;
  return times.map(({ now, livedMs }) => {
    const { row: next, ...verdict } = afterCrash(standardBackOff, row, livedMs, now);
    row = next;
    return verdict;
  });
}

test('each crash in a row waits twice as long, and the sixth ends it', () => {
  const times = [0, 10, 20, 30, 40, 50].map((seconds) => ({ now: seconds * 1000, livedMs: 1000 }));
  const waits = [500, 1000, 2000, 4000, 8000].map((restartInMs) => ({ restartInMs }));
  expect(crashesAt(times)).toEqual([...waits, { gaveUpAfterMs: 50_000 }]);
});

test('a service that was well for a minute begins a new row', () => {
  const verdicts = crashesAt([
    { now: 0, livedMs: 1000 },
    { now: 10_000, livedMs: 1000 },
    { now: 80_000, livedMs: 60_000 },
  ]);
  expect(verdicts).toEqual([{ restartInMs: 500 }, { restartInMs: 1000 }, { restartInMs: 500 }]);
});

test('no wait is longer than the longest', () => {
  const row = { crashes: 20, firstAt: 0 };
  expect(afterCrash({ ...standardBackOff, crashes: 100 }, row, 0, 1)).toMatchObject({ restartInMs: 30_000 });
});
