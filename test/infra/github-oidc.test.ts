import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { cloudConfig, repositoryRoot } from '../../localstack/config.ts';

it('the template of docs/ci.md is clean for cfn-lint', { timeout: 120_000 }, () => {
  const cfnLint = path.join(cloudConfig().tools, 'python/bin/cfn-lint');
  const template = path.join(repositoryRoot, 'docs/examples/github-oidc.yaml');
  // It exits with another code than 0 for every finding, and then this throws with what it says.
  expect(execFileSync(cfnLint, ['--include-checks', 'W', '--', template], { encoding: 'utf8' })).toBe('');
});
