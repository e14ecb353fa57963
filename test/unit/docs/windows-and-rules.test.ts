import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const PAGE = 'docs/windows-and-rules.md';
const SNIPPET = /<!-- snippet: (?<path>[^#\s]+)(?:#(?<region>\S+))? -->\n```\w*\n(?<code>[\s\S]*?)```/g;

const root = new URL('../../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');

/** The lines between `// #region name` and the next `// #endregion`, without what they are all indented by. */
function regionOf(source: string, name: string): string {
  const lines = source.split('\n');
  const begin = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  if (begin < 0) throw new Error(`There is no region ${name}`);
  const end = lines.findIndex((line, index) => index > begin && line.trim() === '// #endregion');
  const region = lines.slice(begin + 1, end);
  const indent = Math.min(...region.filter((line) => line !== '').map((line) => line.search(/\S/)));
  return region.map((line) => `${line.slice(indent)}\n`).join('');
}

const page = await read(PAGE);
const snippets = [...page.matchAll(SNIPPET)].map(({ groups = {} }) => groups);

test('the page has examples, and each names where it is compiled', () => {
  expect(snippets.length).toBe(page.split('<!-- snippet:').length - 1);
  expect(snippets.length).toBeGreaterThan(10);
});

test.each(snippets)('the example of $path $region is what is compiled and run', async ({ path = '', region, code }) => {
  const source = await read(path);
  expect(code).toBe(region === undefined ? source : regionOf(source, region));
});

test('every link of the page leads somewhere', async () => {
  const links = [...page.matchAll(/\]\((?<link>[^)]+)\)/g)].map(({ groups }) => groups?.link ?? '');
  const anchors = [...page.matchAll(/^#+ (?<title>.+)$/gm)].map(
    ({ groups }) =>
      `#${(groups?.title ?? '')
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-')}`,
  );
  for (const link of links) {
    if (link.startsWith('#')) expect(anchors).toContain(link);
    else await expect(read(`docs/${link}`).catch(({ code }) => code)).resolves.not.toBe('ENOENT');
  }
});
