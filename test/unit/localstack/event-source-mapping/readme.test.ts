import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../../localstack/config.ts';

const folder = path.join(repositoryRoot, 'localstack/event-source-mapping');
const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
const rows = readme.split('\n').filter((line) => line.startsWith('| ') && line.includes('.test.ts)'));
const linked = rows.map((row) => {
  const [, page = ''] = row.match(/\]\((https:[^)]+)\)/) ?? [];
  const [, title = '', file = ''] = row.match(/\[([^\]]+)\]\((\.\.\/[^)]+\.test\.ts)\)/) ?? [];
  return { row, page, title, file: path.join(folder, file) };
});

/** Whether a file has a test with this title, written in either kind of quotes. */
function hasTest(file: string, title: string): boolean {
  const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return title !== '' && [`'${title}', `, `"${title}", `].some((text) => source.includes(text));
}

describe('the rule table', () => {
  it('has a page of AWS for every rule', () => {
    expect(linked.length).toBeGreaterThan(60);
    expect(linked.filter(({ page }) => !page.startsWith('https://docs.aws.amazon.com/'))).toEqual([]);
  });

  it('names tests that exist', () => {
    const missing = linked.filter(({ title, file }) => !hasTest(file, title));
    expect(missing.map(({ row }) => row)).toEqual([]);
  });

  it('leaves out no file of tests', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (name) => name.endsWith('.test.ts') && name !== 'readme.test.ts',
    );
    const named = new Set(linked.map(({ file }) => path.basename(file)));
    expect(files.filter((name) => !named.has(name))).toEqual([]);
  });
});
