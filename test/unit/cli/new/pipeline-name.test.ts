import { describe, expect, it } from 'vitest';
import { exitCodes, type UserError } from '../../../../cli/errors.ts';
import { requireFreeName } from '../../../../cli/new/pipeline-name.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import type { Pipeline } from '../../../../core/pipeline.ts';
import sensors from '../../../../pipelines/sensors.ts';

const clicks = definePipeline({ name: 'clicks', stream: { name: 'visits.events' } }) as Pipeline;
const taken = { pipelines: [sensors as Pipeline, clicks], files: ['index', 'sensors', 'clicks', 'draft'] };

function refusal(name: string): UserError | undefined {
  try {
    requireFreeName(name, taken);
    return undefined;
  } catch (error) {
    return error as UserError;
  }
}

describe('name of a new pipeline', () => {
  it.each(['greenhouse', 'a1', 'a-1', 'twenty-letters-or-so'])('may be %s', (name) => {
    expect(refusal(name)).toBeUndefined();
  });

  it.each([
    ['Mi Tienda!', /must be 2 to 20 lower-case letters, digits and hyphens/, 'mi-tienda'],
    ['Ñandú', /received "Ñandú"/, 'nandu'],
    ['goodsIn', /received "goodsIn"/, 'goods-in'],
    ['3d-prints', /received "3d-prints"/, 'd-prints'],
    ['far-too-long-a-name-for-a-pipeline', /received "far-too/, 'far-too-long-a-name'],
    ['../index', /received "..\/index"/, 'index-events'],
    ['sensors', /There is a pipeline "sensors" already/, 'sensors-events'],
    ['draft', /There is a file pipelines\/draft.ts already, and nothing is written over it/, 'draft-events'],
    ['index', /There is a file pipelines\/index.ts already/, 'index-events'],
    ['rt', /The keyspace "rt", .* is that of the pipeline "sensors"/, 'rt-events'],
    ['ops', /The keyspace "ops", .* is that of the operations/, 'ops-events'],
    ['visits', /The stream "visits.events" is that of the pipeline "clicks"/, 'visits-events'],
    ['system', /Cassandra keeps the keyspace "system" to itself/, undefined],
  ])('may not be %s, and it says why and what may', (name, why, suggestion) => {
    const error = refusal(name);
    expect(error?.message).toMatch(why);
    expect(error?.exitCode).toBe(exitCodes.usage);
    if (suggestion) expect(error?.hint).toBe(`./caudal new pipeline ${suggestion}`);
  });

  it('is an example where nothing of it can be used', () => {
    expect(refusal('123')?.hint).toBe('Such as ./caudal new pipeline greenhouse');
  });
});
