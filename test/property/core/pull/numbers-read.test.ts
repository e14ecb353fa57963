import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  giveUp,
  type NumbersRead,
  nothingRead,
  parseNumbersRead,
  readAbove,
  readWithin,
  writeNumbersRead,
} from '../../../../core/pull/numbers-read.ts';

const LATE = 50;

/** A transaction: it draws numbers in the order in which transactions begin, and is seen from its commit on. */
const transaction = fc.record({
  rows: fc.integer({ min: 1, max: 3 }),
  /** Far below {@link LATE}, and often so long that many that began later commit before it. */
  open: fc.integer({ min: 0, max: LATE / 2 }),
  rolledBack: fc.boolean(),
  after: fc.integer({ min: 0, max: 4 }),
});

const runs = fc.array(fc.record({ after: fc.integer({ min: 1, max: 9 }), pageRows: fc.integer({ min: 1, max: 4 }) }), {
  maxLength: 60,
});

it('every row whose transaction commits in time is read once, however commits and runs interleave', () => {
  fc.assert(
    fc.property(
      fc.array(transaction, { maxLength: 30 }),
      runs,
      fc.integer({ min: -5, max: 1_000 }),
      (all, plan, base) => {
        const table: { readonly number: bigint; readonly seenAt: number }[] = [];
        let at = 0;
        let next = BigInt(base);
        for (const { rows, open, rolledBack, after } of all) {
          at += after;
          for (let row = 0; row < rows; row += 1, next += 1n)
            if (!rolledBack) table.push({ number: next, seenAt: at + open });
        }
        const delivered: bigint[] = [];
        let read: NumbersRead = nothingRead;
        let now = 0;
        for (const { after, pageRows } of [...plan, { after: at + LATE, pageRows: 4 }]) {
          now += after;
          const seen = table.filter(({ seenAt }) => seenAt <= now).map(({ number }) => number);
          for (;;) {
            const within = seen
              .filter((n) => read.gaps.some(({ from, to }) => from <= n && n <= to))
              .slice(0, pageRows);
            if (within.length === 0) break;
            delivered.push(...within);
            read = readWithin(read, within);
          }
          for (;;) {
            const { highest } = read;
            const above = seen.filter((n) => highest === undefined || n > highest).slice(0, pageRows);
            if (above.length === 0) break;
            delivered.push(...above);
            read = readAbove(read, above, now);
          }
          const given = giveUp(parseNumbersRead(writeNumbersRead(read)), now, LATE);
          expect(given.early).toBe(0);
          read = given.read;
        }
        expect([...delivered].sort((a, b) => (a < b ? -1 : 1))).toEqual(table.map(({ number }) => number));
      },
    ),
    { numRuns: 500 },
  );
});
