import { expect, test } from 'vitest';
import { error, findingsText, ok, runChecks, warning } from '../../../../localstack/doctor/finding.mjs';

const more = { why: 'because', mend: 'a command' };

test('a finding that is not well says why it matters and how to mend it', () => {
  const text = findingsText([ok('one', 'fine'), warning('second', 'so so', more), error('third', 'broken', more)]);
  expect(text.split('\n')).toEqual([
    'ok       one     fine',
    'WARNING  second  so so',
    '                 because',
    '                 → a command',
    'MEND     third   broken',
    '                 because',
    '                 → a command',
    '',
    '1 ok, 1 warnings, 1 to mend',
  ]);
});

test('checks keep their order, and one that throws hides no other', async () => {
  const findings = await runChecks({
    first: async () => [ok('first', 'a'), ok('first', 'b')],
    broken: () => Promise.reject(new Error('no answer\nwith details')),
    last: () => ok('last', 'c'),
  });
  expect(findings.map(({ check, level, found }) => [check, level, found])).toEqual([
    ['first', 'ok', 'a'],
    ['first', 'ok', 'b'],
    ['broken', 'warning', 'no answer'],
    ['last', 'ok', 'c'],
  ]);
});
