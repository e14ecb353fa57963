import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import { unchanged, type VersionSettings, versionsOf } from '../../../../core/schema/versions.ts';
import { orders } from '../../../support/schema/orders.ts';

const schema = Type.Object({ n: Type.Number() });
const defined = (settings: VersionSettings) =>
  definePipeline({ name: 'any', stream: { name: 'any' }, schema, ...settings });

describe('the versions of a pipeline', () => {
  it('begin with 1, which is what an event is that says none', () => {
    const versions = versionsOf(defined({}));
    expect(versions).toMatchObject({ newest: 1, oldest: 1, upcasts: {}, compatibility: 'backward' });
    expect(versions?.unversioned({ n: 1 })).toBe(1);
  });

  it('outlive a pipeline that is made of another', () => {
    expect(versionsOf(definePipeline({ ...orders }))).toMatchObject({ newest: 3, upcasts: { 1: orders.upcasts?.[1] } });
  });

  it('are none where any JSON object is an event', () => {
    expect(versionsOf(definePipeline({ name: 'any', stream: { name: 'any' } }))).toBeUndefined();
  });

  it.each<[VersionSettings, RegExp]>([
    [{ schemaVersion: 0 }, /schemaVersion must be a whole number from 1 to 10000 \(received 0\)/],
    [{ schemaVersion: 2, oldestSchemaVersion: 3 }, /oldestSchemaVersion must be .* from 1 to 2 \(received 3\)/],
    [
      { schemaVersion: 3, upcasts: { 2: unchanged } },
      /upcasts\[1\] is missing: with schemaVersion 3, events of version 1/,
    ],
    [{ schemaVersion: 2, upcasts: { 1: unchanged, 2: unchanged } }, /upcasts\[2\] is never used: versions 1 to 2 are/],
    [{ upcasts: { 1: unchanged } }, /upcasts\[1\] is never used/],
  ])('refuse %j', (settings, message) => {
    expect(() => defined(settings)).toThrow(message);
  });

  it('may leave the oldest behind', () => {
    expect(versionsOf(defined({ schemaVersion: 3, oldestSchemaVersion: 2, upcasts: { 2: unchanged } }))?.oldest).toBe(
      2,
    );
  });

  it('need a schema', () => {
    const settings = { name: 'any', stream: { name: 'any' }, schemaVersion: 2, upcasts: { 1: unchanged } };
    expect(() => definePipeline(settings)).toThrow(/schemaVersion, upcasts: versions are those of a schema/);
  });
});
