import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { templatesFolder } from '../../../cli/cdk.ts';
import { synthesize } from '../../../cli/deploy-cloud.ts';
import { cloudConfig } from '../../../localstack/config.ts';

it('hands the context of a deployment on to the CDK app', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'caudal-context-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = cloudConfig({ CAUDAL_HOME: folder });
  await synthesize(config, {
    context: ['pipelines=sensors', 'alertEmail=a@example.org', 'alertWebhookSecret=caudal/slack'],
  });
  const template = readFileSync(path.join(templatesFolder(config), 'caudal-operations.template.json'), 'utf8');
  expect(template).toContain('a@example.org');
  expect(template).toContain('caudal-notify');
});
