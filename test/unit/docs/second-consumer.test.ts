import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../../docs');

it('docs/guide-second-consumer.md shows the template as it is written, and links to what is there', () => {
  const page = readFileSync(path.join(folder, 'guide-second-consumer.md'), 'utf8');
  const template = readFileSync(path.join(folder, '../cli/new/templates/consumer.ts'), 'utf8');
  expect(page).toContain(template.slice(template.indexOf('export default')));
  const links = [...page.matchAll(/\]\(((?!https:)[^)#]+)\)/g)].map(([, link = '']) => link);
  expect(links.filter((link) => !existsSync(path.join(folder, link)))).toEqual([]);
});
