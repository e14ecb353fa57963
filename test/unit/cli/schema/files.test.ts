import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readPublished, writePublished } from '../../../../cli/schema/files.ts';
import { checkSchema } from '../../../../core/schema/evolution.ts';
import { orders } from '../../../support/schema/orders.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'schemas-'));
});

describe('published schemas', () => {
  it('are none of a pipeline that has no folder', async () => {
    expect(await readPublished(root, 'orders')).toEqual([]);
  });

  it('are what was written, oldest first', async () => {
    expect(await writePublished(root, orders)).toBe('schemas/orders/v3.json');
    const text = await readFile(path.join(root, 'schemas/orders/v3.json'), 'utf8');
    for (const version of [10, 2]) await writeFile(path.join(root, `schemas/orders/v${version}.json`), text);
    await writeFile(path.join(root, 'schemas/orders/notes.txt'), 'no schema');
    const published = await readPublished(root, 'orders');
    expect(published.map(({ version }) => version)).toEqual([2, 3, 10]);
    expect(checkSchema({ ...orders, oldestSchemaVersion: 3, upcasts: {} }, published.slice(1, 2)).state).toBe(
      'published',
    );
  });

  it('have to be JSON objects', async () => {
    await mkdir(path.join(root, 'schemas/orders'), { recursive: true });
    for (const text of ['{', '7', 'null']) {
      await writeFile(path.join(root, 'schemas/orders/v1.json'), text);
      await expect(readPublished(root, 'orders')).rejects.toThrow('schemas/orders/v1.json is no JSON Schema');
    }
  });
});
