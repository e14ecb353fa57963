import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import { schemaDocument } from '../../../../core/schema/document.ts';
import { checkSchema } from '../../../../core/schema/evolution.ts';
import { unchanged, type VersionSettings } from '../../../../core/schema/versions.ts';
import { orders } from '../../../support/schema/orders.ts';

const id = Type.String({ format: 'id' });
const ts = Type.String({ format: 'instant' });
const text = Type.String({ minLength: 1, maxLength: 50 });

/** Orders as they were. */
const first = { event_id: id, ts, customer: text, amount: Type.Number({ minimum: 0, maximum: 1e9 }) };
const second = { ...first, channel: Type.Enum(['shop', 'web']) };

const defined = (fields: Parameters<typeof Type.Object>[0], settings: VersionSettings = {}) =>
  definePipeline({ name: 'orders', stream: { name: 'orders' }, schema: Type.Object(fields), ...settings });
const published = (...pipelines: readonly Parameters<typeof schemaDocument>[0][]) =>
  pipelines.map((pipeline) => ({ version: pipeline.schemaVersion ?? 1, document: schemaDocument(pipeline) }));

const v1 = defined(first);
const v2 = defined(second, { schemaVersion: 2, upcasts: { 1: (raw) => ({ channel: 'shop', ...raw }) } });

describe('checkSchema', () => {
  it('has nothing against a schema that is as published, nor against one that nobody has seen', () => {
    expect(checkSchema(orders, published(v1, v2, orders))).toMatchObject({ state: 'published', complaints: [] });
    expect(checkSchema(orders, [])).toMatchObject({ state: 'unpublished', complaints: [] });
    const any = definePipeline({ name: 'any', stream: { name: 'any' } });
    expect(checkSchema(any, [])).toMatchObject({ state: 'any', version: 0 });
  });

  it('refuses what is not compatible within a version, and says both ways out', () => {
    const { state, complaints } = checkSchema(defined({ ...first, amount: Type.Integer() }), published(v1));
    expect(state).toBe('refused');
    expect(complaints).toEqual([
      'orders: "amount" narrowed from number to integer: events that producers send today would be rejected. Either leave ' +
        'it number, or raise schemaVersion to 2 and declare upcasts[1]',
    ]);
  });

  it('asks for a compatible change to be published, and tells what readers may stumble over', () => {
    const changed = defined({ ...first, amount: Type.Number(), note: Type.Optional(text) });
    expect(checkSchema(changed, published(v1))).toMatchObject({
      state: 'outdated',
      complaints: [expect.stringMatching(/v1.json is not what .* --publish$/)],
      notes: [
        expect.stringContaining('"amount" widened: its minimum of 0 is gone'),
        expect.stringContaining('"amount" widened: its maximum of 1000000000 is gone'),
      ],
    });
    expect(
      checkSchema(defined({ ...first, note: Type.Optional(text) }, { compatibility: 'full' }), published(v1)),
    ).toMatchObject({ state: 'outdated', notes: [] });
    expect(checkSchema(v2, published(v1))).toMatchObject({
      state: 'outdated',
      complaints: [expect.stringMatching(/v2.json is not there yet/)],
    });
  });

  it('lets another example be', () => {
    const [one] = published(v1);
    const examples = [{ event_id: 'a', ts: '2026-01-01T00:00:00.000Z', customer: 'ana', amount: 1 }];
    expect(checkSchema(v1, one ? [{ ...one, document: { ...one.document, examples } }] : [])).toMatchObject({
      state: 'published',
    });
  });

  it('sends events of older versions through the upcasts, and names what does not fit', () => {
    const careless = defined(second, { schemaVersion: 2, upcasts: { 1: unchanged } });
    const { complaints } = checkSchema(careless, published(v1, v2));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(
      /^orders: an event of version 1, up-cast, does not fit version 2: "channel" must be one of/,
    );
    expect(complaints[0]).toMatch(
      /\(the field is missing\)\. Mend upcasts\[1\]\. The event: \{"event_id":.*"schema_version":1\}$/,
    );
  });

  it('finds the value at the edge that an upcast turns into no event', () => {
    const cents = { event_id: id, ts, customer: text, amount: Type.Integer({ minimum: 0 }) };
    const rounding = (digits: number) => (raw: Readonly<Record<string, unknown>>) => ({
      ...raw,
      amount: Number(Number(raw.amount).toFixed(digits)),
    });
    const upcasting = (digits: number) => defined(cents, { schemaVersion: 2, upcasts: { 1: rounding(digits) } });
    expect(checkSchema(upcasting(1), published(v1)).complaints.join()).toMatch(
      /"amount" must be an integer .*Mend upcasts\[1\]/,
    );
    expect(checkSchema(upcasting(0), published(v1)).state).toBe('outdated');
  });

  it('finds an upcast that throws', () => {
    const throwing = defined(second, {
      schemaVersion: 2,
      upcasts: {
        1: ({ customer, ...raw }) => ({ ...raw, customer: (customer as string[]).join(''), channel: 'web' }),
      },
    });
    expect(checkSchema(throwing, published(v1, v2)).complaints.join()).toMatch(
      /customer.join is not a function.*upcasts\[1\]/,
    );
  });

  it('finds a normalisation that does not take the normal form any more', () => {
    const shouting = { ...v1, normalise: ({ customer, ...raw }: Readonly<Record<string, unknown>>) => raw };
    expect(checkSchema(shouting, published(v1)).complaints).toEqual([
      expect.stringMatching(
        /an event that fits schemas\/orders\/v1.json is rejected: "customer" must be a string of 1 to 50 characters/,
      ),
    ]);
  });

  it('wants the file of every version that is taken, and none beyond', () => {
    expect(checkSchema(v2, published(v2)).complaints).toEqual([
      expect.stringMatching(/schemas\/orders\/v1.json is missing, .* or raise oldestSchemaVersion to 2$/),
    ]);
    const later = defined(second, { schemaVersion: 2, oldestSchemaVersion: 2 });
    expect(checkSchema(later, published(later)).state).toBe('published');
    expect(checkSchema(v1, published(v1, v2)).complaints).toEqual([
      expect.stringMatching(/version 2 is published, and schemaVersion is 1. Either set it to 2, or delete/),
    ]);
  });

  it('tries events without a version, where the pipeline tells it by their looks', () => {
    const telling = (unversioned: () => number) =>
      defined(second, { schemaVersion: 2, upcasts: v2.upcasts ?? {}, unversioned });
    const files = published(v1, v2);
    const [older, newer] = files;
    expect(
      checkSchema(
        telling(() => 1),
        files,
      ).complaints,
    ).toEqual([expect.stringMatching(/v2.json is not what/)]);
    expect(
      older &&
        newer &&
        checkSchema(
          telling(() => 3),
          [older, newer],
        ).complaints.join(),
    ).toMatch(
      /"schema_version" must be a version that the pipeline takes: 1 to 2 \(received 3, for the field is missing\)/,
    );
  });
});
