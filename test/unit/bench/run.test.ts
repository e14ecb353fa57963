import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { benches } from '../../../bench/benches.ts';
import { repositoryRoot } from '../../../localstack/config.ts';

// Processes start when the machine lets them.
vi.setConfig({ testTimeout: 60_000 });

const node = path.join(repositoryRoot, 'node_modules', 'node', 'bin', 'node');

function bench(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(node, [path.join(repositoryRoot, 'bench', 'run.ts'), ...args], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

test('without a name the benches are listed', async () => {
  const { code, stdout } = await bench('--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).map(({ name }: { name: string }) => name)).toEqual(Object.keys(benches));
});

test('a name that no bench has is a mistake in words', async () => {
  const { code, stderr } = await bench('nothing');
  expect(code).toBe(2);
  expect(stderr).toContain('There is no bench "nothing"');
  expect(stderr).toContain('kinesis');
});

test('--help shows how', async () => {
  const { code, stdout } = await bench('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('npm run bench kinesis');
});
