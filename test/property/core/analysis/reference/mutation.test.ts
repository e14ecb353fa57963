import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Difference } from '../../../../../core/reference/differences.ts';
import { firstDifference } from '../../../../support/analysis/trials.ts';

const repository = path.resolve(import.meta.dirname, '../../../../..');
const STREAMS = 40;
const folders: string[] = [];

/** What is broken, where, and how. `from` occurs once in the file. */
const mutations: readonly { readonly breaks: string; file: string; from: string; to: string }[] = [
  {
    breaks: 'an event exactly at the watermark is late',
    file: 'fold/key-fold.ts',
    from: 'fact.time < highest - latenessMs',
    to: 'fact.time <= highest - latenessMs',
  },
  {
    breaks: 'an event from the future raises the watermark beyond its arrival',
    file: 'fold/key-fold.ts',
    from: 'Math.min(time, arrivedAt)',
    to: 'time',
  },
  {
    breaks: 'an event that was sent again is applied again',
    file: 'fold/key-fold.ts',
    from: 'ids.has(fact.id, highest - dedupeMs)',
    to: 'ids.has(fact.id, highest)',
  },
  {
    breaks: 'a record is applied again when it is delivered again',
    file: 'fold/positions.ts',
    from: "if (!shard || at > BigInt(shard.last)) return 'fresh';",
    to: "if (!shard || at >= BigInt(shard.last)) return 'fresh';",
  },
  {
    breaks: 'what a crash has kept from being written is taken for written',
    file: 'fold/positions.ts',
    from: 'BigInt(shard.last) >= BigInt(from.sequence)',
    to: 'BigInt(shard.last) > BigInt(from.sequence)',
  },
  {
    breaks: 'alerts leave the outbox before they are out',
    file: 'fold/work.ts',
    from: 'stamp > state.published;',
    to: 'stamp > state.stamp;',
  },
  {
    breaks: 'a failed event is applied to the windows before the one that failed',
    file: 'fold/apply-entries.ts',
    from: 'work = parseWork(kind, text);\n      rulings.push(failEntry',
    to: 'rulings.push(failEntry',
  },
  {
    breaks: 'a session takes in an event that is a whole gap away',
    file: 'windows/session-windows.ts',
    from: 'fact.time < e + gap',
    to: 'fact.time <= e + gap',
  },
  {
    breaks: 'the row of a session that was merged away stays',
    file: 'windows/session-windows.ts',
    from: 'if (gone.length > 0) state.r',
    to: 'if (gone.length > 9) state.r',
  },
  {
    breaks: 'a window is final a moment too late',
    file: 'windows/closing.ts',
    from: 'end <= state.w',
    to: 'end < state.w',
  },
  {
    breaks: 'of equal times, the event that came last is the last',
    file: 'aggregates/extremes.ts',
    from: 'return compare(left, right) >= 0 ? left : right;',
    to: 'return left[0] > right[0] ? left : right;',
  },
  {
    breaks: 'what a list of the most frequent took off is not its error',
    file: 'aggregates/top.ts',
    from: '    missing + off,',
    to: '    missing,',
  },
  {
    breaks: 'of equally frequent texts, the one that comes last is listed',
    file: 'aggregates/top.ts',
    from: 'one.value < other.value ? -1 : 1',
    to: 'one.value < other.value ? 1 : -1',
  },
  {
    breaks: 'a text that is new is not counted when the list is full',
    file: 'aggregates/top.ts',
    from: 'counts.toSorted((one, other) => other - one)[most] ?? 0',
    to: 'Math.max(...counts)',
  },
  {
    breaks: 'sums are rounded at each step',
    file: 'aggregates/exact.ts',
    from: 'errorOfSum(left, right, sum) === 0',
    to: 'true',
  },
  {
    breaks: 'a cool-down ends a moment too late',
    file: 'rules/cooldown.ts',
    from: 'Math.abs(at - last[1]) < cooldownMs',
    to: 'Math.abs(at - last[1]) <= cooldownMs',
  },
  {
    breaks: 'what must not follow a sequence is overlooked if it was there first',
    file: 'rules/sequence/waiting.ts',
    from: 'if (followers.some(',
    to: 'if ([].some(',
  },
  {
    breaks: 'a silence of exactly so long is one',
    file: 'rules/kinds/silence.ts',
    from: 'arrived - last.arrivedAt <= limitMs',
    to: 'arrived - last.arrivedAt < limitMs',
  },
  {
    breaks: 'a decision goes by alerts that a sweep may find first',
    file: 'fold/item-parts.ts',
    from: '.filter(({ rule }) => rule.part.immediate)',
    to: '.filter(() => true)',
  },
  {
    breaks: 'a decision goes by a session that is gone',
    file: 'decisions/decider-part.ts',
    from: ' && !one.retracted',
    to: '',
  },
  {
    breaks: 'a decision goes by the window that looks back least',
    file: 'decisions/decider-part.ts',
    from: 'results.find((one)',
    to: 'results.findLast((one)',
  },
  {
    breaks: 'an alert before a decision is forgotten a moment too early',
    file: 'decisions/alert-memory.ts',
    from: 'time >= since',
    to: 'time > since',
  },
  {
    breaks: 'decisions leave the outbox before they are out',
    file: 'fold/work.ts',
    from: 'if (decisions.some(waits))',
    to: 'if ([].some(waits))',
  },
];

/** A copy of the sources with that in place of this, in a folder of its own. */
async function copyWith({ file, from, to }: (typeof mutations)[number]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'caudal-mutation-'));
  folders.push(folder);
  for (const part of ['core', 'test/support', 'package.json'])
    await cp(path.join(repository, part), path.join(folder, part), { recursive: true });
  await symlink(path.join(repository, 'node_modules'), path.join(folder, 'node_modules'));
  const source = path.join(folder, 'core/analysis', file);
  const text = await readFile(source, 'utf8');
  expect(text.split(from), `${file} has to hold once: ${from}`).toHaveLength(2);
  await writeFile(
    source,
    text.replace(from, () => to),
  );
  return folder;
}

/** Runs the trials of a copy in a process of its own: none of the modules of this one are in it. */
async function differencesOf(folder: string): Promise<readonly Difference[]> {
  const program = `
    import { firstDifference } from './test/support/analysis/trials.ts';
    try {
      console.log(JSON.stringify(firstDifference(${STREAMS})));
    } catch (error) {
      console.log(JSON.stringify([{ of: 'the cloud', what: String(error) }]));
    }`;
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  return JSON.parse(stdout);
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe('the comparison with the reference', () => {
  it('finds nothing wrong with the sources as they are', () => {
    expect(firstDifference(STREAMS)).toEqual([]);
  });

  it.each(mutations)('reports that $breaks', async (mutation) => {
    expect(await differencesOf(await copyWith(mutation))).not.toEqual([]);
  });
});
