import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CloudConfig } from '../../localstack/config.ts';
import { stagePrefix } from '../stage.ts';

/** Hashes of bundles that `caudal dev` has put onto functions of the stage, by the function's name. CloudFormation knows nothing of them. */
export type OwnCode = Readonly<Record<string, string>>;

function file(config: CloudConfig): string {
  return path.join(config.folder, `${['dev-code', stagePrefix()].filter((part) => part !== '').join('-')}.json`);
}

/** What `caudal dev` has put onto the functions of a cloud since its last deployment. */
export async function readOwnCode(config: CloudConfig): Promise<OwnCode> {
  try {
    return JSON.parse(await readFile(file(config), 'utf8')) as OwnCode;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** Writes it down; before a function is updated, so that a crash leaves none out. */
export async function writeOwnCode(config: CloudConfig, code: OwnCode): Promise<void> {
  if (Object.keys(code).length === 0) await rm(file(config), { force: true });
  else await writeFile(file(config), `${JSON.stringify(code, undefined, 2)}\n`);
}
