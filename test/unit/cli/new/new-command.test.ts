import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { exitCodes } from '../../../../cli/errors.ts';
import { repositoryRoot } from '../../../../localstack/config.ts';

it.each([
  [['consumer', 'sensors'], 'Names must be <pipeline> <name> (received 1: sensors)', './caudal new consumer sensors'],
  [['pipeline', 'green', 'house'], 'Names must be <name> (received 2: green house)', './caudal new pipeline'],
  [['consumer', 'nothing', 'archive'], 'There is no pipeline "nothing"', 'there are: sensors'],
  [['consumer', 'sensors', 'ingest'], 'functions of Caudal are called so', 'Such as'],
])(
  'caudal new %j is refused with what is right',
  (args, words, hint) => {
    const main = path.join(repositoryRoot, 'cli/main.ts');
    const { status, stderr } = spawnSync(process.execPath, [main, 'new', ...args], { encoding: 'utf8' });
    expect(status).toBe(exitCodes.usage);
    expect(stderr).toContain(words);
    expect(stderr).toContain(hint);
  },
  30_000,
);
