import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { exportLines } from '../../../cli/commands/env.ts';

test('a shell that evaluates the lines has the very values', () => {
  const variables = { PLAIN: 'http://127.0.0.1:4566', ODD: `it's "$HOME" \`date\` \\ ;` };
  const script = `${exportLines(variables).join('\n')}\nprintf '%s|%s' "$PLAIN" "$ODD"`;
  const { stdout } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
  expect(stdout).toBe(`${variables.PLAIN}|${variables.ODD}`);
});
