import { afterEach, describe, expect, it } from 'vitest';
import { caudalTemplates } from './support/synth.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** The templates as a deployment to that account and region makes them. */
function templatesFor(account: string, region: string, context: Record<string, unknown>): string {
  process.env = { ...before, CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region };
  const templates = Object.entries(caudalTemplates(context)).map(([stack, template]) => [stack, template.toJSON()]);
  return JSON.stringify(Object.fromEntries(templates), undefined, 1);
}

describe('the templates for two targets', () => {
  it('are the same, byte by byte, for a stage that keeps its data', () => {
    const context = { prefix: 'prod', retainData: 'true', 'sensors.mode': 'on-demand', logRetentionDays: '365' };
    const local = templatesFor('000000000000', 'us-east-1', context);
    expect(templatesFor('123456789012', 'eu-west-3', context)).toBe(local);
    expect(local).not.toMatch(/000000000000|us-east-1/);
  });
});
