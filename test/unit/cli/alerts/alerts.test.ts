import { describe, expect, it } from 'vitest';
import { requireRule } from '../../../../cli/alerts/declared.ts';
import { followAlerts } from '../../../../cli/alerts/follow-alerts.ts';
import { readAlerts } from '../../../../cli/alerts/read-alerts.ts';
import { alertLine, alertTable } from '../../../../cli/alerts/text.ts';
import type { CqlShell } from '../../../../cli/cql.ts';

interface Row {
  readonly pipeline: string;
  readonly at: Date;
  readonly alert_id: string;
  readonly [column: string]: unknown;
}

const at = (secondsAgo: number): Date => new Date(Date.now() - secondsAgo * 1000);

function row(alert_id: string, secondsAgo: number, columns: Partial<Row> = {}): Row {
  const window = { window_name: null, window_start: null, window_end: null };
  const alert = {
    rule: 'hot',
    severity: 'warning',
    key: 'k',
    message: 'too hot',
    values_json: '{"t":31}',
    events: ['e'],
  };
  return { pipeline: 'sensors', alert_id, at: at(secondsAgo), raised_at: at(0), ...alert, ...window, ...columns };
}

/** `ops.alerts` in memory: a partition is a pipeline and a day. */
function shellOn(rows: readonly Row[]): CqlShell {
  const select = async (_: string, [pipeline, day, from]: [string, string, Date]) =>
    rows.filter((each) => each.pipeline === pipeline && each.at.toISOString().startsWith(day) && each.at >= from);
  return { select } as unknown as CqlShell;
}

const filter = { pipelines: ['sensors', 'observatory'], from: at(3600), limit: 10 };

describe('readAlerts', () => {
  const rows = [
    row('new', 1, { severity: 'critical', pipeline: 'observatory' }),
    row('old', 60, { rule: 'humid' }),
    row('middle', 30, { severity: 'info' }),
    row('too old', 7200),
  ];
  const ids = async (wanted: object) => (await readAlerts(shellOn(rows), { ...filter, ...wanted })).map(({ id }) => id);

  it('gives those of all pipelines, newest last', async () => {
    expect(await ids({})).toEqual(['old', 'middle', 'new']);
    expect(await ids({ pipelines: ['sensors'] })).toEqual(['old', 'middle']);
  });

  it('the limit keeps the newest', async () => {
    expect(await ids({ limit: 2 })).toEqual(['middle', 'new']);
  });

  it('gives those of a rule, and of a severity or a higher one', async () => {
    expect(await ids({ rule: 'humid' })).toEqual(['old']);
    expect(await ids({ severity: 'warning' })).toEqual(['old', 'new']);
    expect(await ids({ severity: 'critical' })).toEqual(['new']);
  });

  it('finds an alert whose event has a clock that is ahead', async () => {
    expect(await readAlerts(shellOn([row('ahead', -7200)]), filter)).toMatchObject([{ id: 'ahead' }]);
  });

  it('reads times as ISO 8601, values from JSON, and the window where there is one', async () => {
    const [start, end] = [at(120), at(60)];
    const windowed = row('w', 60, { window_name: 'minute', window_start: start, window_end: end, events: null });
    const [alert] = await readAlerts(shellOn([windowed]), filter);
    expect(alert).toMatchObject({
      values: { t: 31 },
      at: windowed.at.toISOString(),
      events: [],
      window: { name: 'minute', start: start.toISOString(), end: end.toISOString() },
    });
    const [plain] = await readAlerts(shellOn([row('p', 1)]), filter);
    expect(plain).not.toHaveProperty('window');
  });
});

describe('requireRule', () => {
  const asked = [
    { name: 'sensors', analysis: { rules: [{ name: 'hot' }, { name: 'silent' }] } },
    { name: 'observatory', analysis: { rules: [{ name: 'fall' }] } },
    { name: 'clicks' },
  ];

  it('takes a rule that one of the pipelines declares, and none at all', () => {
    expect(() => requireRule(undefined, asked)).not.toThrow();
    expect(() => requireRule('fall', asked)).not.toThrow();
  });

  it('refuses any other, naming those that there are', () => {
    expect(() => requireRule('fall', asked.slice(0, 1))).toThrow(
      expect.objectContaining({
        message: 'sensors declares no rule "fall".',
        hint: 'sensors: hot, silent',
        exitCode: 2,
      }),
    );
    expect(() => requireRule('cold', asked)).toThrow(
      expect.objectContaining({
        message: 'None of sensors, observatory, clicks declares a rule "cold".',
        hint: 'sensors: hot, silent\n  observatory: fall\n  clicks: no rules',
      }),
    );
  });
});

describe('followAlerts', () => {
  it('shows none that was there before, and each new one once, until as many as asked for', async () => {
    const rows = [row('before', 5)];
    const { from: _, ...wanted } = filter;
    const shown: string[] = [];
    const following = (async () => {
      const alerts = followAlerts(shellOn(rows), { ...wanted, limit: 2 }, new AbortController().signal);
      for await (const { id } of alerts) {
        shown.push(id);
        rows.push(row('second', 1));
      }
    })();
    // The first look has been taken when the microtasks are through.
    await new Promise((resolve) => setImmediate(resolve));
    rows.push(row('first', 2));
    await following;
    expect(shown).toEqual(['first', 'second']);
  });

  it('with a time to begin from, shows what was there since', async () => {
    const alerts = followAlerts(shellOn([row('before', 5)]), { ...filter, limit: 1 }, new AbortController().signal);
    expect((await alerts.next()).value).toMatchObject({ id: 'before' });
  });

  it('ends with the signal', async () => {
    const alerts = followAlerts(shellOn([]), filter, AbortSignal.abort());
    expect(await alerts.next()).toEqual({ done: true, value: undefined });
  });
});

describe('text', () => {
  it('lets no control character through to the terminal', async () => {
    const evil = 'a\u001b[2J\nb\u009bc';
    const [alert] = await readAlerts(shellOn([row('x', 1, { key: evil, message: evil, rule: evil })]), filter);
    if (!alert) throw new Error('no alert');
    expect(alertLine(alert)).toContain('a·[2J·b·c');
    expect(alertLine(alert)).not.toMatch(/\p{Cc}/u);
    expect(alertTable([alert])).toContain('a·[2J·b·c');
    expect(alertTable([alert]).split('\n')).toHaveLength(2);
  });
});
