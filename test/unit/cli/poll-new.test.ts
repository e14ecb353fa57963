import { describe, expect, it } from 'vitest';
import { pollNew } from '../../../cli/poll-new.ts';

interface One {
  readonly id: string;
  readonly at: number;
}

const ago = (seconds: number): number => Date.now() - seconds * 1000;

/** Looks at what is there, and notes how far back it was asked. */
function followed(there: readonly One[], settings: { from?: Date; limit?: number }, signal: AbortSignal) {
  const asked: number[] = [];
  const read = async (from: Date) => {
    asked.push(from.getTime());
    return there.filter(({ at }) => at >= from.getTime()).toSorted((a, b) => a.at - b.at);
  };
  return { asked, ones: pollNew({ read, idOf: ({ id }: One) => id, backMs: 60_000, ...settings }, signal) };
}

describe('pollNew', () => {
  it('gives what comes, each once, however late it is within the time to look back', async () => {
    const there = [{ id: 'before', at: ago(5) }];
    const { ones } = followed(there, { limit: 2 }, new AbortController().signal);
    const first = ones.next();
    there.push({ id: 'late', at: ago(30) });
    expect((await first).value?.id).toBe('late');
    there.push({ id: 'too late', at: ago(90) }, { id: 'now', at: ago(0) });
    expect((await ones.next()).value?.id).toBe('now');
    expect((await ones.next()).done).toBe(true);
  });

  it('never goes back behind the time it was to begin from', async () => {
    const stop = new AbortController();
    const from = new Date(ago(10));
    const there = [
      { id: 'older', at: ago(30) },
      { id: 'newer', at: ago(5) },
    ];
    const { asked, ones } = followed(there, { from }, stop.signal);
    expect((await ones.next()).value?.id).toBe('newer');
    const next = ones.next();
    there.push({ id: 'now', at: ago(0) });
    expect((await next).value?.id).toBe('now');
    stop.abort();
    expect(asked.every((since) => since >= from.getTime())).toBe(true);
  });
});
