import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../localstack/config.ts';
import { differencesOf, outlineOf } from '../../support/docs/outline.ts';

const read = (file: string) => readFileSync(path.join(repositoryRoot, file), 'utf8');

/** Headings of README.md, in its order, and of README.es.md. */
const titles = new Map([
  ['Caudal', 'Caudal'],
  ['Start', 'Primeros pasos'],
  ['By hand', 'A mano'],
  ['The AWS CLI in a lab', 'La CLI de AWS en un laboratorio'],
  ["The course's four experiments", 'Los cuatro experimentos del curso'],
  ['A pipeline is one file', 'Un pipeline es un archivo'],
  ['More ways in and on', 'Otras entradas y salidas'],
  ['Windows, rules, alerts', 'Ventanas, reglas, alertas'],
  ['Layout', 'Estructura'],
  ['What can fail', 'Qué puede fallar'],
  ['On AWS', 'En AWS'],
  ['Limits, honestly', 'Límites, con honestidad'],
]);

/** The page without the line that leads to the other language. */
const without = (page: string, link: string) => page.replace(new RegExp(`^\\[[^\\]]+\\]\\(${link}\\)$`, 'm'), '');
const english = outlineOf(without(read('README.md'), 'README.es.md'));
const spanish = outlineOf(without(read('README.es.md'), 'README.md'));

describe('README.es.md', () => {
  it('has the headings, commands, outputs, links and tables of README.md', () => {
    expect(differencesOf(english, spanish, titles)).toEqual([]);
  });

  it('leads to README.md at its top, and README.md to it', () => {
    expect(read('README.es.md').split('\n').slice(0, 4)).toContain('[In English](README.md)');
    expect(read('README.md').split('\n').slice(0, 4)).toContain('[En español](README.es.md)');
  });

  it('links to what is there', () => {
    const links = spanish.flatMap((section) => section.links).filter((link) => !/^(?:https?:|#)/.test(link));
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !existsSync(path.join(repositoryRoot, link.replace(/#.*/, ''))))).toEqual([]);
  });
});

describe('a translation that fell behind', () => {
  const page =
    '# One\n\nText `a`, [link](x.md).\n\n```sh\nnpm start   # go\nnpm test\n```\n\n## Two\n\n| `c` | says |\n- item\n';
  const known = new Map([
    ['One', 'Uno'],
    ['Two', 'Dos'],
  ]);
  const said = (translation: string) => differencesOf(outlineOf(page), outlineOf(translation), known);
  const good =
    '# Uno\n\n[Enlace](x.md), texto `a`.\n\n```sh\nnpm start   # vamos\nnpm test\n```\n\n## Dos\n\n| `c` | dice |\n- punto\n';

  it.each([
    ['npm test', 'npm run', 'under "One": line 3 of block 1 must be "npm test" (received "npm run")'],
    ['`a`', '`b`', 'under "One": the code "a" is missing in the translation'],
    ['(x.md)', '(y.md)', 'under "One": the link "x.md" is missing in the translation'],
    ['## Dos', '## Doce', 'heading 2 must be "Dos", for "Two" (received "Doce")'],
    ['## Dos', '### Dos', '"Dos" must be of level 2 (received 3)'],
    ['| `c` |', '| `d` |', 'under "Two": first cell 1 must be "`c`" (received "`d`")'],
    ['- punto', 'punto', 'under "Two": there must be 1 list items (received 0)'],
    [good.slice(good.indexOf('## Dos')), '', 'the heading "Two" is missing in the translation'],
  ])('is told where: %s → %s', (from, to, words) => {
    expect(said(good)).toEqual([]);
    expect(said(good.replace(from, to))).toContain(words);
  });
});
