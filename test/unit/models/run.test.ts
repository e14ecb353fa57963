import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const script = path.resolve(import.meta.dirname, '../../../models/run.ts');
const train = (...args: readonly string[]) =>
  run(process.execPath, [script, ...args]).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, text: stderr }),
  );

it('npm run train says how it is used, and ends with 2 where it is typed wrongly', async () => {
  const [help, wrong] = await Promise.all([train('--help'), train('weather')]);
  expect(help).toMatchObject({ code: 0, text: expect.stringContaining('npm run train fraud -- --check') });
  expect(wrong).toMatchObject({ code: 2, text: expect.stringContaining('Allowed choices are fraud, failure') });
}, 60_000);
