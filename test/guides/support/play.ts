import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../../localstack/config.ts';
import { brokenPromises, guideSteps } from '../../local/support/guide.ts';
import { until } from '../../local/support/until.ts';
import type { GuideCloud } from './guide-cloud.ts';

/** Commands that look: a consumer may need a second, and so may they. */
const LOOKS = /^(?:bucket=|\.\/caudal (?:query|rejected|windows|alerts|late|sweep|logs|aws|status) )/;

/** Does what a page of `docs/` says, a test a step. */
export function play(page: string, cloud: () => Pick<GuideCloud, 'run' | 'write'>): void {
  const text = readFileSync(path.join(repositoryRoot, 'docs', page), 'utf8');
  for (const [index, step] of guideSteps(text).entries()) {
    if (step.kind === 'file') {
      it(`${index}: has ${step.path} written`, () => cloud().write(step.path, step.text));
      continue;
    }
    const { script, promise } = step;
    it(`${index}: ${script.split('\n')[0]}`, async () => {
      const lines = script.trim().split('\n');
      const printed = lines.every((line) => LOOKS.test(line))
        ? await until(
            () => cloud().run(script),
            (printed) => brokenPromises(promise, printed).length === 0,
            20_000,
          )
        : await cloud().run(script);
      expect(brokenPromises(promise, printed), printed).toEqual([]);
    });
  }
}
