import { expect, it } from 'vitest';
import { createRegistry } from '../../../../functions/registry/registry.ts';
import { MemoryRegistry } from '../../../support/memory-registry.ts';

const event = (method: string, rawPath: string, more: object = {}) => ({
  rawPath,
  rawQueryString: '',
  isBase64Encoded: false,
  requestContext: { http: { method } },
  ...more,
});
const body = JSON.stringify({ schema: '"long"' });

function registryOf(store = new MemoryRegistry()) {
  const lines: unknown[] = [];
  return { lines, registry: createRegistry({ store, log: (...line) => lines.push(line) }) };
}

it('answers a call of the function URL in the registry’s content type', async () => {
  const { registry, lines } = registryOf();
  const sent = { isBase64Encoded: true, body: Buffer.from(body).toString('base64') };
  expect(await registry(event('POST', '/subjects/s%201/versions', sent))).toEqual({
    statusCode: 200,
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: '{"version":1,"id":1}',
  });
  expect(await registry(event('GET', '/subjects', { rawQueryString: 'subjectPrefix=s+1' }))).toMatchObject({
    body: '["s 1"]',
  });
  expect(lines).toEqual([
    ['info', 'call', { method: 'POST', path: '/subjects/s%201/versions', status: 200 }],
    ['info', 'call', { method: 'GET', path: '/subjects', status: 200 }],
  ]);
});

it('says that its store failed, in the way that clients try again', async () => {
  const store = new MemoryRegistry();
  store.subjects = () => Promise.reject(new Error('table out of reach'));
  const { registry, lines } = registryOf(store);
  expect(await registry(event('GET', '/subjects'))).toMatchObject({
    statusCode: 500,
    body: '{"error_code":50001,"message":"The store of the registry failed; try again"}',
  });
  expect(lines[0]).toEqual(['error', 'store', expect.objectContaining({ error: 'Error: table out of reach' })]);
});
