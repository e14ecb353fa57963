import Type from 'typebox';
import { expect, it } from 'vitest';
import { hidePayload, maskRow } from '../../../cli/personal.ts';
import { definePipeline } from '../../../core/define-pipeline.ts';

const stream = { name: 'guests' };
const schema = Type.Object({ id: Type.String(), name: Type.String() });
const plain = definePipeline({ name: 'guests', stream, schema });
const personal = definePipeline({ name: 'guests', stream, schema, personal: ['name'] });

const rejected = {
  pipeline: 'guests',
  arrived_at: new Date(0),
  shard: 'shardId-000000000000',
  sequence: '1',
  partition_key: 'k',
  reasons: ['name: must be a string (received "***")'],
  payload: '{"name":7,"friend":"Ada"}',
  payload_base64: null,
  payload_ref: null,
};

it('shows rows with personal columns masked, the others and what is not set as they are', () => {
  expect(maskRow(personal, { id: '1', name: 'Ada Lovelace' })).toEqual({ id: '1', name: 'A***' });
  expect(maskRow(personal, { id: '1', name: null })).toEqual({ id: '1', name: null });
  expect(maskRow(plain, { id: '1', name: 'Ada Lovelace' })).toEqual({ id: '1', name: 'Ada Lovelace' });
});

it('hides what was rejected of a pipeline with personal fields, text or bytes', () => {
  expect(hidePayload(personal, rejected)).toEqual({ ...rejected, payload: 'hidden, --unmasked shows it' });
  const bytes = { ...rejected, payload: null, payload_base64: '/w==' };
  expect(hidePayload(personal, bytes)).toEqual({ ...bytes, payload_base64: 'hidden, --unmasked shows it' });
  expect(hidePayload(plain, rejected)).toBe(rejected);
});
