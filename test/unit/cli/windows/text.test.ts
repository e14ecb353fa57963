import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../cli/errors.ts';
import { windowChanges } from '../../../../cli/windows/changes.ts';
import { declaredWindows } from '../../../../cli/windows/declared.ts';
import type { WindowRow } from '../../../../cli/windows/read-windows.ts';
import { windowLine, windowsText } from '../../../../cli/windows/text.ts';
import { count } from '../../../../core/analysis/aggregate.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import type { Pipeline } from '../../../../core/pipeline.ts';

const row: WindowRow = {
  window: 'by_minute',
  key: 'sensor-7',
  start: new Date('2026-11-22T17:02:00Z'),
  end: new Date('2026-11-22T17:03:00Z'),
  events: 12,
  final: true,
  values: { mean: 21.123456789, highest: 30, none: null, name: 'x', on: true },
};

describe('windows as text', () => {
  it('are a row each', () => {
    const [head, line] = windowsText([row]).split('\n');
    expect(head?.split(/\s+/)).toEqual(['window', 'start', 'end', 'key', 'events', 'state', 'values']);
    expect(line?.split(/ {2,}/)).toEqual([
      ...['by_minute', '2026-11-22T17:02:00', '17:03:00', 'sensor-7', '12', 'final'],
      'mean 21.1235, highest 30, none –, name x, on true',
    ]);
    expect(windowLine({ ...row, final: false })).toMatch(/ {2}12 {2}open {2}mean 21\.1235/);
  });

  it('list the most frequent texts, with the counts that are possible', () => {
    const exact = [
      { value: '#rain', count: 12 },
      { value: '#sun', count: 7 },
    ];
    const values = { exact, near: exact.map((one) => ({ ...one, error: 2 })), empty: [] };
    expect(windowLine({ ...row, values })).toContain(
      'exact #rain 12 · #sun 7, near #rain 12–14 · #sun 7–9, empty none',
    );
  });

  it('hold no control character, whatever the key and the values are', () => {
    const hostile = {
      ...row,
      key: '\u001b[2Jkey\n',
      values: { first: '\u001b]0;title\u0007', 'a\tb': 1, top: [{ value: '\u001b[2J', count: 1 }] },
    };
    expect(windowLine(hostile)).not.toMatch(/\p{C}/u);
    expect(windowsText([hostile]).split('\n')).toHaveLength(2);
  });
});

describe('windows that are followed', () => {
  it('are told when they change, each change once', async () => {
    const early = { ...row, events: 1, final: false };
    const other = { ...row, key: 'sensor-8' };
    const reads = [
      [early],
      [{ ...early, events: 2 }],
      [{ ...early, events: 2 }, other],
      [{ ...row, events: 2 }, other],
    ];
    const stop = new AbortController();
    const read = async () => {
      const rows = reads.shift() ?? [];
      if (reads.length === 0) stop.abort();
      return rows;
    };
    const told: WindowRow[] = [];
    for await (const change of windowChanges(read, [early], stop.signal, { sleep: async () => undefined })) {
      told.push(change);
    }
    expect(told.map(({ key, events, final }) => [key, events, final])).toEqual([
      ['sensor-7', 2, false],
      ['sensor-8', 12, true],
      ['sensor-7', 2, true],
    ]);
  });
});

describe('windows that a pipeline declares', () => {
  const stream = { name: 's' };
  const window = { name: 'by_minute', kind: 'tumbling' as const, sizeSeconds: 60, aggregates: { seen: count() } };
  const some = definePipeline({ name: 'some', stream, analysis: { windows: [window] } }) as Pipeline;
  const none = definePipeline({ name: 'none', stream }) as Pipeline;

  it('are all, or the one of a name', () => {
    expect(declaredWindows(some)).toHaveLength(1);
    expect(declaredWindows(some, 'by_minute')).toHaveLength(1);
  });

  it('are missed in words', () => {
    expect(() => declaredWindows(none)).toThrow('The pipeline none declares no windows');
    expect(() => declaredWindows(some, 'by_hour')).toThrow('The pipeline some declares no window "by_hour"');
    try {
      declaredWindows(some, 'by_hour');
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).hint).toBe('It declares by_minute.');
    }
  });
});
