import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { caudalTemplates } from './support/synth.ts';

const templates = caudalTemplates();

/**
 * What a deployment of one pipeline, sensors, consists of, to be read where it changes: what asserts single properties finds what it
 * looks for, this one the rest. `vitest run --project infra test/infra/snapshots.test.ts -u` takes a change over.
 */
describe('the templates of sensors', () => {
  it.each(Object.entries(templates))('%s', async (stack, template) => {
    const text = `${JSON.stringify(template.toJSON(), undefined, 2)}\n`;
    await expect(withoutHashes(text)).toMatchFileSnapshot(
      path.join(import.meta.dirname, '__snapshots__', `${stack}.template.json`),
    );
  });
});

/** Without the hashes of bundles, which every line of a function's code changes. */
function withoutHashes(text: string): string {
  return text.replace(/[0-9a-f]{64}/g, '<hash>');
}
