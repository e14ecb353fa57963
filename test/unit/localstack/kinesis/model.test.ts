import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cloudConfig } from '../../../../localstack/config.ts';
import { inputs } from '../../../../localstack/kinesis/api/inputs.ts';
import type { Shape } from '../../../../localstack/kinesis/api/shape.ts';

/** A shape of botocore's model. */
interface ModelShape {
  readonly type: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: string[];
  readonly required?: string[];
  readonly members?: Record<string, { shape: string }>;
  readonly member?: { shape: string };
  readonly key?: { shape: string };
  readonly value?: { shape: string };
}

interface Model {
  readonly operations: Record<string, { input: { shape: string } }>;
  readonly shapes: Record<string, ModelShape>;
}

const packages = path.join(cloudConfig().tools, 'python', 'lib', 'python3.13', 'site-packages');
const file = path.join(packages, 'botocore', 'data', 'kinesis', '2013-12-02', 'service-2.json.gz');
const model = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Model;

/** Members that newer models have and this one has not. */
const newer: Readonly<Record<string, readonly string[]>> = { CreateStream: ['RecordDistributionStrategy'] };
/** LocalStack serves it by itself. */
const elsewhere = ['SubscribeToShard'];

/** A shape of the model as the engine writes shapes. */
function fromModel(name: string): unknown {
  const shape = model.shapes[name];
  if (shape === undefined) throw new RangeError(`the model has no shape ${name}`);
  const { min, max, pattern, enum: values } = shape;
  const limits = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
  switch (shape.type) {
    case 'structure':
      return {
        type: 'structure',
        members: Object.fromEntries(
          Object.entries(shape.members ?? {}).map(([member, target]) => [member, fromModel(target.shape)]),
        ),
        required: (shape.required ?? []).toSorted(),
      };
    case 'list':
      return { type: 'list', member: fromModel(shape.member?.shape ?? ''), ...limits };
    case 'map':
      return {
        type: 'map',
        key: fromModel(shape.key?.shape ?? ''),
        value: fromModel(shape.value?.shape ?? ''),
        ...limits,
      };
    case 'blob':
      return { type: 'blob', max };
    case 'string':
      return { type: 'string', ...limits, ...(pattern ? { pattern } : {}), ...(values ? { values } : {}) };
    default:
      return { type: shape.type, ...limits };
  }
}

function withSortedRequired(shape: Shape, without: readonly string[] = []): unknown {
  if (shape.type === 'list') return { ...shape, member: withSortedRequired(shape.member) };
  if (shape.type !== 'structure') return shape;
  const members = Object.entries(shape.members).filter(([name]) => !without.includes(name));
  return {
    ...shape,
    members: Object.fromEntries(members.map(([name, member]) => [name, withSortedRequired(member)])),
    required: shape.required.toSorted(),
  };
}

test('every operation of the model has an input', () => {
  expect(Object.keys(inputs).sort()).toEqual(
    Object.keys(model.operations)
      .filter((name) => !elsewhere.includes(name))
      .sort(),
  );
});

describe('the limits are those of the model', () => {
  test.each(Object.entries(inputs))('%s', (name, shape) => {
    expect(withSortedRequired(shape, newer[name])).toEqual(fromModel(model.operations[name]?.input.shape ?? ''));
  });
});
