import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WindowResult } from '../../../../../core/analysis/window.ts';
import { streamGraceMs } from '../../../../../core/analysis/windows/grace.ts';
import { createWindowPart } from '../../../../../core/analysis/windows/window-part.ts';
import { declared, Life, type Step, samples, sorted, steps } from './life.ts';
import { naiveWindows, type Sample } from './naive.ts';

const lateness = fc.oneof(fc.constantFrom(0, 5_000), fc.constant(200_000));
const step = (all: readonly Step[], index: number): Step => {
  const found = all[index];
  if (!found) throw new RangeError(`No step ${index}`);
  return found;
};

describe('windows of a key', () => {
  it('come to what they come to over the whole list, whatever is written, published, known and forgotten between', () => {
    fc.assert(
      fc.property(declared, samples, steps, lateness, ({ window, times }, drawn, happening, latenessMs) => {
        const life = new Life(createWindowPart(window, { latenessMs }), latenessMs);
        const accepted: Sample[] = [];
        for (const [index, sample] of drawn.entries()) {
          if (sample.time >= life.keyWatermark) {
            expect(life.isForgotten(sample.time)).toBe(false);
            accepted.push(sample);
            life.add(sample);
          }
          life.live(step(happening, index));
        }
        life.end();
        expect(sorted(life.naiveRows())).toEqual(sorted(naiveWindows(accepted, times)));
        expect([...life.rows.values()].every(({ result }) => result.final || result.retracted)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('forget all once all is final and out', () => {
    fc.assert(
      fc.property(declared, samples, ({ window }, drawn) => {
        const part = createWindowPart(window, { latenessMs: 200_000 });
        const life = new Life(part, 200_000);
        for (const sample of drawn) life.add(sample);
        life.end();
        life.live({ written: true, published: true, known: true, pruned: true, ahead: 0 });
        expect(life.state).toMatchObject({ g: {} });
        expect(part.closesAt(life.state)).toBeUndefined();
      }),
    );
  });

  it('have the same values in any order of the events', () => {
    const permuted = samples.chain((drawn) =>
      fc.tuple(fc.constant(drawn), fc.shuffledSubarray(drawn, { minLength: drawn.length })),
    );
    fc.assert(
      fc.property(declared, permuted, steps, ({ window }, [drawn, shuffled], happening) => {
        const rows = [drawn, shuffled].map((ordered) => {
          const life = new Life(createWindowPart(window, { latenessMs: 200_000 }), 200_000);
          for (const [index, sample] of ordered.entries()) {
            life.add(sample);
            life.live(step(happening, index));
          }
          life.end();
          return sorted(life.naiveRows());
        });
        expect(rows[0]).toEqual(rows[1]);
      }),
    );
  });

  it('give with each event and each close what changed, and nothing else', () => {
    fc.assert(
      fc.property(declared, samples, steps, ({ window, times }, drawn, happening) => {
        const life = new Life(createWindowPart(window, { latenessMs: 200_000 }), 200_000);
        const seen = new Map<string, WindowResult>();
        const see = (results: readonly WindowResult[]) => {
          for (const result of results) seen.set(`${result.key} ${result.start}`, result);
        };
        for (const [index, sample] of drawn.entries()) {
          const results = life.add(sample);
          expect(
            results.filter(({ retracted }) => !retracted).every((result) => result.lastEventId === sample.id),
          ).toBe(true);
          see(results);
          const mark = step(happening, index).ahead;
          for (const closed of life.close(mark)) {
            expect(closed.final).toBe(true);
            expect(seen.get(`${closed.key} ${closed.start}`)).toEqual({ ...closed, final: false });
            see([closed]);
          }
        }
        see(life.end());
        expect(
          sorted(
            [...seen.values()]
              .filter(({ retracted }) => !retracted)
              .map(({ group, start, end, events, values }) => ({ group, start, end, events, values })),
          ),
        ).toEqual(sorted(naiveWindows(drawn, times)));
        expect([...seen.values()].every(({ final, retracted }) => final || retracted)).toBe(true);
      }),
    );
  });

  it('are due when the first of them ends', () => {
    fc.assert(
      fc.property(declared, samples, ({ window, times }, drawn) => {
        const part = createWindowPart(window, { latenessMs: 200_000 });
        const life = new Life(part, 200_000);
        for (const sample of drawn) life.add(sample);
        expect(part.closesAt(life.state)).toBe(Math.min(...naiveWindows(drawn, times).map(({ end }) => end)));
      }),
    );
  });
});

describe('windows of a stream', () => {
  it('take late events for a while, then say that they are too late, and stay as they are', () => {
    const spread = samples.map((drawn) => drawn.map((sample) => ({ ...sample, time: sample.time * 40, group: 'g' })));
    fc.assert(
      fc.property(declared, spread, steps, ({ window, times }, drawn, happening) => {
        const shared = { ...window, scope: 'stream' as const };
        const life = new Life(createWindowPart(shared, { latenessMs: 0 }), 0);
        const accepted: Sample[] = [];
        for (const [index, sample] of drawn.entries()) {
          if (!life.isForgotten(sample.time)) {
            accepted.push(sample);
            life.add(sample);
          } else expect(sample.time).toBeLessThan(life.keyWatermark + 60_000 - streamGraceMs(shared, 0));
          life.live(step(happening, index));
        }
        life.end();
        expect(sorted(life.naiveRows())).toEqual(sorted(naiveWindows(accepted, times)));
      }),
      { numRuns: 500 },
    );
  });
});
