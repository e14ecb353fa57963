import Type, { type TSchema } from 'typebox';
import { describe, expect, it } from 'vitest';
import { fieldLines } from '../../../../cli/schema/fields.ts';
import { fieldsText, listText, statesText } from '../../../../cli/schema/text.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import { schemaDocument } from '../../../../core/schema/document.ts';
import { checkSchema } from '../../../../core/schema/evolution.ts';
import { plainSchema } from '../../../../core/schema/portable.ts';
import { orders } from '../../../support/schema/orders.ts';

const { Optional } = Type;
const beginning = (n: TSchema) =>
  definePipeline({ name: 'beginner', stream: { name: 'b' }, schema: Type.Object({ n }) });
const beginner = beginning(Type.Number());
const any = definePipeline({ name: 'any', stream: { name: 'any' } });

const lines = (text: string) => text.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '));

describe('schemas in words', () => {
  it('has a line a field, what is within behind it', () => {
    const schema = Type.Object({
      id: Type.String({ format: 'id', description: 'unique' }),
      size: Optional(Type.Integer({ minimum: 1 })),
      share: Type.Number({ minimum: 0, maximum: 1 }),
      colour: Optional(Type.Enum(['red', 'blue'])),
      name: Type.Union([Type.String({ maxLength: 9 }), Type.Null()]),
      code: Type.String({ pattern: '^a' }),
      on: Type.Boolean(),
      tags: Type.Record(Type.String(), Type.String()),
      lines: Type.Array(Type.Object({ sku: Type.String() }), { minItems: 1, maxItems: 5 }),
      any: Type.Unknown(),
    });
    expect(fieldLines(plainSchema(schema)).map(({ path, what }) => `${path}: ${what}`)).toEqual([
      'id: id',
      'size: integer from 1, optional',
      'share: number 0 to 1',
      'colour: red | blue, optional',
      'name: text up to 9 or null',
      'code: text like ^a',
      'on: boolean',
      'tags: map of text',
      'lines: list of object 1 to 5',
      'lines[].sku: text',
      'any: anything',
    ]);
  });

  it('shows the fields of each version side by side', () => {
    const older = definePipeline({
      ...orders,
      schemaVersion: 2,
      upcasts: { 1: (raw) => raw },
      schema: Type.Object({ event_id: Type.String({ format: 'id' }), amount: Type.Number() }),
    });
    const versions = [older, orders].map((one) => ({ version: one.schemaVersion ?? 1, document: schemaDocument(one) }));
    const text = fieldsText(checkSchema(orders, []), versions);
    expect(lines(text)).toEqual([
      'orders: version 3, unpublished; versions taken: 1 to 3',
      '',
      'field | version 2 | version 3 | meaning',
      'event_id | id | id',
      'ts | – | instant',
      'customer | – | text 1 to 50',
      'amount_cents | – | integer from 0',
      'channel | – | shop | web',
      expect.stringMatching(/^_event_id \| – \| id, optional \| /),
      expect.stringMatching(/^_event_time \| – \| instant, optional \| /),
      'amount | number | –',
    ]);
  });

  it('lists all pipelines, what is wrong, and who is not published yet', () => {
    const published = [{ version: 1, document: schemaDocument(beginner) }];
    const changed = beginning(Type.Integer());
    const reports = [checkSchema(any, []), checkSchema(orders, []), checkSchema(changed, published)];
    expect(lines(listText(reports))).toEqual([
      'pipeline | version | takes | state | file',
      'any | – | any JSON object | any | –',
      'orders | 3 | 1 to 3 | unpublished | –',
      'beginner | 1 | 1 | refused | schemas/beginner/v1.json',
      expect.stringMatching(/^beginner: "n" narrowed from number to integer: /),
      'orders is not published: ./caudal schema orders --publish',
    ]);
    expect(statesText(reports)).toBe('any: any; unpublished: orders; refused: beginner');
  });
});
