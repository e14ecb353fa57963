import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { choosePythons, cleanEnvironment, findPythons } from '../../../../localstack/setup/python.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'caudal-python-'));

function script(name: string, body: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
  return file;
}

test('a dead pyenv shim is no Python', async () => {
  const shim = script('python3.13', "echo 'pyenv: python3.13: command not found' >&2; exit 127");
  const real = script('python', 'echo 3 13 True /opt/python/bin/python3.13');
  const found = await findPythons([shim, path.join(folder, 'missing'), real]);
  expect(found).toEqual([{ executable: '/opt/python/bin/python3.13', version: '3.13', able: true }]);
});

test('takes 3.13 exactly', () => {
  const older = { executable: '/a', version: '3.11', able: true };
  const newer = { executable: '/b', version: '3.14', able: true };
  const exact = { executable: '/c', version: '3.13', able: true };
  expect(choosePythons([older, newer, exact])).toEqual({ base: exact, bootstrap: exact });
  expect(choosePythons([older, newer])).toEqual({ bootstrap: older });
});

test('a 3.13 without venv is given its environment by another', () => {
  const bare = { executable: '/a', version: '3.13', able: false };
  const other = { executable: '/b', version: '3.11', able: true };
  expect(choosePythons([bare, other])).toEqual({ base: bare, bootstrap: other });
  expect(choosePythons([bare])).toEqual({ base: bare });
});

test('Python 2 and Python 3.7 bring nothing', () => {
  expect(choosePythons([{ executable: '/a', version: '2.7', able: true }])).toEqual({});
  expect(choosePythons([{ executable: '/a', version: '3.7', able: true }])).toEqual({});
});

test('variables that would lead a Python astray are left out', () => {
  expect(cleanEnvironment({ PYTHONPATH: '/x', PYTHONHOME: '/y', VIRTUAL_ENV: '/z', HOME: '/h' })).toEqual({
    HOME: '/h',
  });
});
