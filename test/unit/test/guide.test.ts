import { describe, expect, it } from 'vitest';
import { brokenPromises, guideSteps } from '../../local/support/guide.ts';

describe('what a guide promises', () => {
  it.each([
    ['sent 60  failed 0 …', 'sent 61  failed 0  retried 2'],
    ['by_minute  17:02:00  32  open  celsius 15.1275', '  by_minute   18:13:44  7  final  celsius -3  '],
    ['a (b) [c]', 'before\na (b) [c]\nafter'],
    ['id shardId-000000000000:4968…', 'id shardId-000000000000:49680465979846343825'],
  ])('is kept: %j by %j', (promise, printed) => {
    expect(brokenPromises(promise, printed)).toEqual([]);
  });

  it.each([
    ['sent 60  failed 0', 'sent 60  failed'],
    ['first\nsecond', 'second\nfirst'],
    ['twice\ntwice', 'twice'],
    ['nothing lost', 'nothing lost, or so'],
    ['frost  north', 'frost  south'],
  ])('is broken: %j by %j', (promise, printed) => {
    expect(brokenPromises(promise, printed)).toHaveLength(1);
  });

  it('is read with the commands before it, and files by their path', () => {
    const page = 'Text\n```sh\nls\n```\nthen\n```text\na\n```\n```ts x/y.ts\ncode\n```\n';
    expect(guideSteps(page)).toEqual([
      { kind: 'commands', script: 'ls\n', promise: 'a\n' },
      { kind: 'file', path: 'x/y.ts', text: 'code\n' },
    ]);
    expect(() => guideSteps('```ts\ncode\n```\n')).toThrow('The guide has a block that nobody tries: ts');
    expect(() => guideSteps('```text\na\n```\n')).toThrow('a block that nobody tries: text');
  });
});
