import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../localstack/config.ts';

const folder = path.join(repositoryRoot, 'cli/commands');

/** The commands that look a deployment up: which, is for the stage to say. */
const ofDeployments = readdirSync(folder).filter((file) =>
  /\b(?:findDeployment\w*|deployedPipelines|stageNames)\(/.test(readFileSync(path.join(folder, file), 'utf8')),
);

describe('--prefix', () => {
  it.each(ofDeployments)('is an option of cli/commands/%s', async (file) => {
    const { create } = (await import(path.join(folder, file))) as { create(): Command };
    expect(create().options.map(({ long }) => long)).toContain('--prefix');
  });
});
