import { describe, expect, it } from 'vitest';
import { fetchFindings } from '../../../../cli/doctor/fetches.ts';
import { fetchText } from '../../../../cli/fetch/text.ts';
import { judgeRuns, type RunsToJudge } from '../../../../core/pull/judge-runs.ts';
import type { PullRun } from '../../../../core/pull/pull-run.ts';
import { fetchRunsCheck } from '../../../../functions/check-health/checks/fetch-runs.ts';

const now = Date.parse('2026-11-22T17:00:30Z');

const run = (changes: Partial<PullRun> = {}): PullRun => ({
  pipeline: 'users',
  runId: 'run-1',
  trigger: 'schedule',
  startedAt: '2026-11-22T17:00:00.000Z',
  durationMs: 812,
  outcome: 'done',
  records: 100,
  pages: 1,
  late: 0,
  gapsGivenUp: 0,
  retried: 0,
  from: 'source',
  finished: true,
  acknowledgementsMissing: 0,
  ...changes,
});

const judged = (changes: Partial<RunsToJudge>) =>
  judgeRuns({
    pipeline: 'users',
    runs: [run()],
    lastScheduled: { at: new Date('2026-11-22T17:00:00Z'), every: '1m' },
    every: '1m',
    now,
    ...changes,
  });

const missed = { runs: 3, from: '2026-11-22T16:57:00.000Z', to: '2026-11-22T16:59:00.000Z' };

describe('runs of a fetch function', () => {
  it('are well where the last one got through and none is due', () => {
    expect(judged({})).toEqual({ ok: true, message: 'the last run, 30 s ago, fetched 100 records' });
    expect(judged({ runs: [run({ outcome: 'overlapped' }), run()] }).ok).toBe(true);
  });

  it('are well before the first', () => {
    expect(judgeRuns({ pipeline: 'users', runs: [], every: '1d', now })).toEqual({
      ok: true,
      message: 'no run yet; `caudal fetch users` fetches by hand',
    });
  });

  it('are not said to be missed at an interval that was not there then', () => {
    expect(judged({ lastScheduled: { at: new Date('2026-11-22T00:00:00Z'), every: '1d' } }).ok).toBe(true);
  });

  it('are not well where the schedule asks no more: three days off are one line', () => {
    expect(judged({ lastScheduled: { at: new Date('2026-11-19T17:00:00Z'), every: '1m' } })).toMatchObject({
      ok: false,
      message:
        '4319 runs missed, from 2026-11-19T17:01:00Z to 2026-11-22T16:59:00Z, and none since; `caudal fetch users` fetches by hand',
      overdue: { runs: 4_319 },
    });
  });

  it('are not well where one died, until somebody fetches again', () => {
    const at = new Date('2026-11-22T16:40:00Z');
    const before = run({ scheduledAt: '2026-11-21T16:40:00.000Z', startedAt: '2026-11-21T16:40:01.000Z' });
    const died = { every: '1d', lastScheduled: { at, every: '1d' }, runs: [before] };
    expect(judged(died)).toEqual({
      ok: false,
      message:
        'the run of 2026-11-22T16:40:00Z began and never said how it ended (its log may); `caudal fetch users` fetches by hand',
    });
    expect(judged({ ...died, now: at.getTime() + 900_000 }).ok).toBe(true);
    const byHand = run({ trigger: 'manual', startedAt: '2026-11-22T16:50:00.000Z' });
    expect(judged({ ...died, runs: [byHand, before] }).ok).toBe(true);
    const skewed = run({ scheduledAt: at.toISOString(), startedAt: '2026-11-22T16:39:59.900Z' });
    expect(judged({ ...died, runs: [skewed, before] }).ok).toBe(true);
  });

  it('are not well where the last run failed, or found that others were missed', () => {
    expect(judged({ runs: [run({ outcome: 'failed', error: 'it broke' })] })).toEqual({
      ok: false,
      message: 'the last run, 30 s ago, failed: it broke; the next goes on from there',
    });
    expect(judged({ runs: [run({ missed })] })).toEqual({
      ok: false,
      message:
        'the last run, 30 s ago, fetched 100 records; 3 runs missed, from 2026-11-22T16:57:00Z to 2026-11-22T16:59:00Z',
    });
  });

  it('are well again after the next one, which still tells of those that were missed', () => {
    const { ok, message } = judged({ runs: [run(), run({ missed })] });
    expect([ok, message]).toEqual([true, expect.stringMatching(/3 runs missed, from/)]);
  });

  it('tell of records that are generated, and of what is left for the next', () => {
    const generated = run({ from: 'fallback', fallbackReason: 'x answered 503, at try 5', finished: false });
    expect(judged({ runs: [generated] })).toEqual({
      ok: true,
      message:
        'the last run, 30 s ago, generated 100 records itself, since x answered 503, at try 5, and there are more: the next goes on',
    });
  });

  it('are a line of the health check and of the doctor', async () => {
    const check = fetchRunsCheck({
      pipeline: 'users',
      every: '1m',
      readRuns: async () => ({ runs: [run()], lastScheduled: { at: new Date('2026-11-22T16:00:00Z'), every: '1m' } }),
      clock: { now: () => now },
    });
    const found = await check.look();
    expect([check.name, check.pipeline, found]).toEqual([
      'fetch',
      'users',
      { ok: false, message: expect.stringMatching(/^59 runs missed/) },
    ]);
    const status = { pipeline: 'users', every: '1m', ...found };
    expect(fetchFindings([status, { ...status, ok: true }]).map(({ level }) => level)).toEqual(['warning', 'ok']);
  });
});

describe('caudal fetch', () => {
  it('says what came of a run', () => {
    expect(fetchText(run())).toBe('Fetched 100 records of users in 812 ms. Run run-1.');
    const odd = run({ from: 'fallback', fallbackReason: 'no answer', late: 2, retried: 1, missed, finished: false });
    expect(fetchText(odd).split('\n')).toEqual([
      'Fetched 100 records of users in 812 ms. Run run-1.',
      'They are generated, not fetched: no answer.',
      '2 of them came to light late, below others that were read before.',
      '1 request made again after a failure.',
      'Time ran out; the next run goes on.',
      '3 runs missed, from 2026-11-22T16:57:00Z to 2026-11-22T16:59:00Z.',
    ]);
  });

  it('says what did not, without what a terminal would obey', () => {
    expect(fetchText(run({ outcome: 'failed', error: 'it \u001b[2Jbroke', records: 1 }))).toBe(
      'users: failed. it ·[2Jbroke\n1 record went into the stream before. Run run-1.',
    );
  });
});
