import { describe, expect, it } from 'vitest';
import type { CqlShell } from '../../../../cli/cql.ts';
import { decidingPipelines } from '../../../../cli/decisions/declared.ts';
import { followDecisions } from '../../../../cli/decisions/follow-decisions.ts';
import { readDecisions } from '../../../../cli/decisions/read-decisions.ts';
import { decisionDocument, decisionLine, decisionTable } from '../../../../cli/decisions/text.ts';
import type { Decision } from '../../../../core/analysis/decision.ts';
import { decisionRow } from '../../../../core/analysis/operations/rows.ts';

const ago = (seconds: number): number => Date.now() - seconds * 1000;

function decision(eventId: string, secondsAgo: number, over: Partial<Decision> = {}): Decision {
  return {
    ...{ id: `id of ${eventId}`, pipeline: 'payments', decider: 'gate', version: 1, key: 'anna', eventId },
    ...{ at: ago(secondsAgo), arrivedAt: ago(secondsAgo), decidedAt: ago(secondsAgo), decision: 'allow', reasons: [] },
    ...over,
  };
}

/** `ops.decisions` in memory: a partition is a pipeline, an hour and a bucket. */
function shellOn(decisions: readonly Decision[]): Pick<CqlShell, 'select'> {
  const rows = decisions.map(decisionRow);
  const select = async (_: string, bound: readonly unknown[]) => {
    const [pipeline, hour, bucket, from] = bound as [string, Date, number, Date];
    return rows
      .filter((row) => row.pipeline === pipeline && row.bucket === bucket && Number(row.hour) === hour.getTime())
      .filter((row) => Number(row.arrived_at) >= from.getTime());
  };
  return { select } as unknown as CqlShell;
}

describe('readDecisions', () => {
  const all = [
    decision('new', 1, { decision: 'block', score: 0.97, model: 'fraud-2', reasons: ['stolen card', 'night'] }),
    decision('old', 1800),
    decision('middle', 30, { decision: 'review', reasons: ['new device'] }),
    decision('too old', 7200),
    decision('other', 2, { pipeline: 'others' }),
  ];
  const filter = { pipelines: ['payments'], from: new Date(ago(3600)) };
  const ids = async (wanted: object) =>
    (await readDecisions(shellOn(all), { ...filter, ...wanted })).map(({ eventId }) => eventId);

  it('gives those of the pipelines since then, newest last, as they were made', async () => {
    expect(await ids({})).toEqual(['old', 'middle', 'new']);
    expect(await ids({ pipelines: ['payments', 'others'] })).toEqual(['old', 'middle', 'other', 'new']);
    expect(await readDecisions(shellOn(all), { ...filter, event: 'new' })).toEqual([all[0]]);
  });

  it('gives those of a kind, about an event, and the newest so many', async () => {
    expect(await ids({ decision: 'review' })).toEqual(['middle']);
    expect(await ids({ event: 'old' })).toEqual(['old']);
    expect(await ids({ event: 'none' })).toEqual([]);
    expect(await ids({ limit: 2 })).toEqual(['middle', 'new']);
  });
});

describe('followDecisions', () => {
  it('gives each decision once, from now on, and stops at the limit', async () => {
    const there = [decision('before', 5)];
    const shell: Pick<CqlShell, 'select'> = { select: (...asked) => shellOn(there).select(...asked) };
    const followed = followDecisions(shell, { pipelines: ['payments'], limit: 2 }, new AbortController().signal);
    const first = followed.next();
    there.push(decision('one', 3), decision('two', 2), decision('three', 1));
    const seen = [(await first).value, (await followed.next()).value].map((one) => one?.eventId);
    expect(seen).toEqual(['one', 'two']);
    expect((await followed.next()).done).toBe(true);
  });

  it('begins as far back as is asked, and ends with the signal', async () => {
    const stop = new AbortController();
    const from = new Date(ago(3600));
    const seen: string[] = [];
    const shell = shellOn([decision('long ago', 1800), decision('now', 0)]);
    for await (const { eventId } of followDecisions(shell, { pipelines: ['payments'], from }, stop.signal)) {
      seen.push(eventId);
      if (eventId === 'now') stop.abort();
    }
    expect(seen).toEqual(['long ago', 'now']);
  });
});

describe('what a person reads', () => {
  const one = decision('e\u001b[2J1', 0, { decision: 'block', score: 0.97, reasons: ['stolen', 'night'] });

  it('has decision, score, key, event and reasons, without control characters', () => {
    for (const text of [decisionLine(one), decisionTable([one])]) {
      for (const part of ['block', '0.970', 'payments', 'anna', 'e·[2J1', 'stolen; night'])
        expect(text).toContain(part);
    }
    expect(decisionTable([decision('e2', 0)])).toContain('–');
  });

  it('is the decision with times as ISO 8601 for programs', () => {
    expect(decisionDocument(decision('e1', 0, { at: 0, arrivedAt: 1, decidedAt: 2 }))).toMatchObject({
      ...{ eventId: 'e1', decision: 'allow', at: '1970-01-01T00:00:00.000Z' },
      ...{ arrivedAt: '1970-01-01T00:00:00.001Z', decidedAt: '1970-01-01T00:00:00.002Z' },
    });
  });
});

describe('pipelines that decide', () => {
  const decides = { name: 'payments', analysis: { decider: { name: 'gate' } } };
  const others = [{ name: 'sensors', analysis: {} }, { name: 'posts' }];

  it('are all, or the one that is asked for', () => {
    expect(decidingPipelines([...others, decides], undefined)).toEqual([decides]);
    expect(decidingPipelines([...others, decides], 'payments')).toEqual([decides]);
  });

  it('are named where another is asked for', () => {
    expect(() => decidingPipelines([...others, decides], 'sensors')).toThrow('sensors declares no decider');
    expect(() => decidingPipelines(others, undefined)).toThrow('No pipeline declares a decider');
  });
});
