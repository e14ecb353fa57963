import type { InvalidKind } from './generator.ts';

/** Ways of being invalid that need no knowledge of the event: what is no JSON object at all. */
export const invalidBytes: Readonly<Record<string, InvalidKind<object>>> = {
  'not-json': { description: 'JSON that breaks off', payload: (event) => JSON.stringify(event).slice(0, -1) },
  'not-object': { description: 'JSON, but a list', payload: (event) => [event] },
  'not-utf8': {
    description: 'bytes that are no text',
    payload: (_, random) => Uint8Array.of(0xff, 0xfe, random.integer(0x80, 0xff)),
  },
  empty: { description: 'no bytes at all', payload: () => '' },
};
