import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dealOut } from '../../runner/balanced-shards.ts';

const files = readdirSync('test/local')
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => ({ moduleId: `/checkout/test/local/${name}` }));

describe('balanced shards', () => {
  it.each([1, 2, 3])('deal each of the local files out once among %i', (count) => {
    const dealt = dealOut(files, count);
    expect(dealt).toHaveLength(count);
    expect(dealt.flat().toSorted(byModule)).toEqual(files.toSorted(byModule));
  });

  it('are the same whatever order the files come in', () => {
    expect(dealOut(files.toReversed(), 2)).toEqual(dealOut(files, 2));
  });

  it('part the two longest files', () => {
    const [first = []] = dealOut(files, 2);
    const longest = first.filter(({ moduleId }) => /\/(aws-cli|main-job)\.test\.ts$/.test(moduleId));
    expect(longest).toHaveLength(1);
  });
});

function byModule(a: { moduleId: string }, b: { moduleId: string }): number {
  return a.moduleId.localeCompare(b.moduleId);
}
