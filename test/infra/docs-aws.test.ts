import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checks } from '../../cli/trial/checks/index.ts';
import { contextKeys } from '../../infra/context-keys.ts';
import { repositoryRoot } from '../../localstack/config.ts';
import { caudalTemplates } from './support/synth.ts';

const page = readFileSync(path.join(repositoryRoot, 'docs/aws.md'), 'utf8');

it('docs/aws.md lists the parameters of CQL with the defaults that the templates have', () => {
  const { processing } = caudalTemplates();
  const parameters = Object.entries(processing.findParameters('*')).filter(([name]) => name.startsWith('Cql'));
  expect(parameters).toHaveLength(5);
  for (const [name, { Default }] of parameters as [string, { readonly Default: unknown }][]) {
    const said = Default === '' ? 'empty' : String(Default);
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| ${said}`, 'm'));
  }
});

it('docs/aws.md names context keys that there are', () => {
  const named = new Set([...page.matchAll(/-c (\w+)(?:=|`)/g)].map(([, key = '']) => key));
  expect([...named].filter((key) => !Object.hasOwn(contextKeys, key))).toEqual([]);
});

it('docs/aws.md shows what the trial prints: every check, and none that there is not', () => {
  const shown = [...page.matchAll(/^(?:passed|skipped) +(\S+(?: \S+)*?) {2,}/gm)].map(([, check]) => check);
  const around = ['before', 'deployment', 'producer', ...checks.map(({ name }) => name), 'removal', 'nothing left'];
  expect(shown).toEqual(around);
});
