import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../localstack/config.ts';

/** The commands that `caudal --help` lists, by the heading above them. */
let groups: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  const main = path.join(repositoryRoot, 'cli/main.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [main, '--help']);
  const read = new Map<string, string[]>();
  for (const line of stdout.split('\n')) {
    const heading = /^(\S.*):$/.exec(line)?.[1];
    const name = /^ {2}([a-z]+)(?: |$)/.exec(line)?.[1];
    if (heading) read.set(heading, []);
    if (name) [...read.values()].at(-1)?.push(name);
  }
  groups = read;
});

describe('caudal --help', () => {
  it('lists commands by what they are for', () => {
    expect([...groups.keys()]).toEqual([
      ...['Options', 'The whole job', 'The local cloud', 'Pipelines', 'Events in', 'What was stored'],
      ...['Windows and alerts', 'Operations'],
    ]);
    expect(groups.get('Pipelines')).toEqual(['new', 'deploy', 'dev', 'destroy', 'stages', 'schema']);
    expect(groups.get('Windows and alerts')).toEqual(expect.arrayContaining(['windows', 'late', 'sweep']));
  });

  it('lists each command once', () => {
    const listed = [...groups.values()].flat();
    const files = readdirSync(path.join(repositoryRoot, 'cli/commands')).map((file) => path.basename(file, '.ts'));
    expect(listed.toSorted()).toEqual([...files, 'help'].sort());
  });

  it.each(['README.md', ...readdirSync(path.join(repositoryRoot, 'docs')).filter((file) => file.endsWith('.md'))])(
    'has every command that %s names',
    (page) => {
      const file = path.join(repositoryRoot, page === 'README.md' ? page : `docs/${page}`);
      const text = readFileSync(file, 'utf8');
      const named = new Set([...text.matchAll(/\.\/caudal ([a-z]+)/g)].map(([, name]) => name ?? ''));
      const known = new Set([...groups.values()].flat());
      expect([...named].filter((name) => !known.has(name))).toEqual([]);
    },
  );
});
