import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../../../localstack/config.ts';

/** A copy of the sources in which a test may change something. It shares the node modules. */
export function copyOfCheckout(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'caudal-checkout-'));
  const shared = ['node_modules', '.caudal', '.git'].map((name) => path.join(repositoryRoot, name));
  cpSync(repositoryRoot, copy, { recursive: true, filter: (source) => !shared.includes(source) });
  symlinkSync(path.join(repositoryRoot, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/** Has a copy deploy these pipelines, as a team does that writes it into its `cdk.json`. */
export async function onlyPipelines(checkout: string, names: readonly string[]): Promise<void> {
  const file = path.join(checkout, 'cdk.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as { readonly context: object };
  const context = { ...settings.context, pipelines: names.join(',') };
  await writeFile(file, JSON.stringify({ ...settings, context }));
}
