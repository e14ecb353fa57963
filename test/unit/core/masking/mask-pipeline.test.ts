import Type from 'typebox';
import { describe, expect, it } from 'vitest';
import { avg, last, topK } from '../../../../core/analysis/aggregate.ts';
import type { AnalysisDefinition } from '../../../../core/analysis/analysis.ts';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import { processBatch } from '../../../../core/batch.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import { createJudge } from '../../../../core/judge.ts';
import { latestRow } from '../../../../core/operations-rows.ts';
import { ARRIVED_AT, recordOf, ScriptedStore } from '../../../support/records.ts';

interface Guest {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly age: number;
  readonly town: string;
}

const schema = Type.Object({
  id: Type.String({ format: 'id' }),
  name: Type.String({ minLength: 1, maxLength: 20 }),
  email: Type.String({ pattern: '@' }),
  age: Type.Integer({ minimum: 0 }),
  town: Type.String(),
});

const analysis: AnalysisDefinition<Guest> = {
  windows: [
    {
      name: 'minute',
      kind: 'tumbling',
      sizeSeconds: 60,
      aggregates: {
        last_domain: last(({ email }) => email.split('@')[1]),
        last_guest: last(({ name }) => name.toUpperCase()),
        last_age: last(({ age }) => age),
        names: topK(3, ({ name }) => name),
        age_avg: avg(({ age }) => age),
      },
    },
  ],
  rules: [
    {
      name: 'young',
      kind: 'threshold',
      where: ({ age }) => age < 18,
      values: ({ name, age, town, email }) => ({ guest: name, email, minor: age < 18, years: 18 - age, town }),
      message: ({ name, town }, { years }) => `${name} of ${town} lacks ${years} years`,
    },
    {
      name: 'pair',
      kind: 'sequence',
      withinSeconds: 60,
      eager: true,
      steps: [
        { name: 'one', where: ({ town }) => town === 'Rome' },
        { name: 'other', where: ({ town }) => town === 'Oslo' },
      ],
      values: (events) => ({ guests: events.map(({ name }) => name).join(' and ') }),
      message: (events) => events.map(({ email }) => email).join(' → '),
    },
    {
      name: 'adult',
      kind: 'threshold',
      where: ({ age }) => age > 18,
      values: () => ({}),
      message: ({ age }) => age.toFixed(1),
    },
    {
      name: 'older',
      kind: 'change',
      of: ({ age }) => age,
      rise: 1,
      message: ({ name }, { previous, value }) => `${name}: from ${previous} to ${value}`,
    },
  ],
};

const guests = definePipeline<Guest>({
  name: 'guests',
  stream: { name: 'guests' },
  schema,
  personal: ['name', 'email', 'age'],
  id: ({ id }) => id,
  partitionKey: () => 'all',
  check: ({ name, email }) => {
    if (name === 'Mallory') throw new RangeError(`${name} again`);
    return email.startsWith('root@')
      ? [{ code: 'rule', field: 'email', message: `must be a person (received ${email} of ${JSON.stringify(name)})` }]
      : [];
  },
  latest: { key: ({ town }) => town, values: ({ name, age, town }) => ({ guest: name, age, town }) },
  analysis,
});

const ada: Guest = { id: '1', name: 'Ada Lovelace', email: 'ada@example.org', age: 17, town: 'Rome' };
const bob: Guest = { id: '2', name: 'Bob Marley', email: 'bob@example.com', age: 36, town: 'Oslo' };

const judge = createJudge(guests);
function reasonsOf(payload: object | string): readonly string[] {
  const judgement = judge(recordOf(payload));
  return 'rejected' in judgement ? judgement.rejected.reasons.map(({ message }) => message) : [];
}

describe('a pipeline with personal fields', () => {
  it('stores what it was sent', () => {
    const judgement = judge(recordOf(ada));
    if (!('accepted' in judgement)) throw new Error('rejected');
    expect(guests.record.toRow(judgement.accepted.event)).toMatchObject({ name: 'Ada Lovelace', age: 17 });
  });

  it('shows masked latest values, whatever they are called', () => {
    const judgement = judge(recordOf(ada));
    if (!('accepted' in judgement)) throw new Error('rejected');
    expect(latestRow(guests, judgement.accepted)?.row.values_json).toBe('{"guest":"A***","age":"***","town":"Rome"}');
  });

  it('quotes masked values in reasons, of the schema and of its own rules', () => {
    expect(reasonsOf({ ...ada, name: 'A name of more than 20 characters', age: -1, email: 'nobody', town: 7 })).toEqual(
      [
        'must be a string of 1 to 20 characters (received "A***")',
        'must be a text that matches @ (received "n***")',
        'must be an integer of at least 0 (received "***")',
        'must be a string (received 7)',
      ],
    );
    expect(reasonsOf({ ...ada, email: 'root@example.org' })).toEqual([
      'must be a person (received r***@example.org of "A***")',
    ]);
  });

  it('gives no word of what is no JSON, nor of what was thrown', () => {
    expect(reasonsOf('{"name": Ada Lovelace}')).toEqual(['the payload must be a JSON object, and is no JSON']);
    const [thrown] = reasonsOf({ ...ada, name: 'Mallory' });
    expect(thrown).toContain('RangeError');
    expect(thrown).not.toContain('Mallory');
  });

  it('gives no part of an object that a rule quotes', () => {
    const pipeline = definePipeline({
      name: 'notes',
      stream: { name: 'x' },
      schema: Type.Object({ notes: Type.Record(Type.String(), Type.String()) }),
      personal: ['notes'],
      check: ({ notes }) => [{ code: 'rule', field: 'notes', message: `received ${JSON.stringify(notes)}` }],
    });
    const judged = createJudge(pipeline)(recordOf({ notes: { Ada: 'Lovelace' } }));
    const reasons = JSON.stringify('rejected' in judged && judged.rejected.reasons);
    expect(reasons).toContain('***');
    expect(reasons).not.toMatch(/Ada|Lovelace/);
  });

  it('gives no name of a field in bytes that are no Avro: it may be the key of a map', () => {
    const reason = { code: 'not-avro', field: 'notes.Ada', message: 'notes.Ada must be UTF-8' } as const;
    const judged = createJudge(guests, () => ({ reason }))(recordOf({}));
    expect('rejected' in judged && judged.rejected.reasons).toEqual([
      { code: 'not-avro', message: 'the payload must be Avro of its schema, and is not' },
    ]);
  });

  it('gives the words of a store that refuses a row, masked', async () => {
    const record = recordOf(ada);
    const refusal = { refused: [{ record, message: 'Expected Date, obtained "Ada Lovelace"' }] };
    const { rejected } = await processBatch(guests, [record], new ScriptedStore([refusal]), () => ARRIVED_AT);
    expect(rejected[0]?.reasons).toEqual([{ code: 'store-refused', message: 'Expected Date, obtained "A***"' }]);
  });

  it('writes alerts from masked events, and decides by the events as they are', () => {
    testKit(guests)
      .given([ada, bob])
      .expectAlerts([
        {
          rule: 'young',
          message: 'A*** of Rome lacks 1 years',
          values: { guest: 'A***', email: 'a***@example.org', minor: true, years: 1, town: 'Rome' },
        },
        { rule: 'pair', message: 'a***@example.org → b***@example.com', values: { guests: 'A*** and B***' } },
        { rule: 'older', message: 'B***: from 17 to 36' },
        { rule: 'adult', message: 'the message of this rule needs a personal field as it is, so it is not shown' },
      ]);
  });

  it('gives the last text of a window masked, and numbers as they are', () => {
    const [row] = testKit(guests).given([ada, bob]).rows('minute');
    const names = [
      { value: 'A***', count: 1 },
      { value: 'B***', count: 1 },
    ];
    expect(row?.values).toEqual({
      names,
      last_domain: 'example.com',
      last_guest: 'B***',
      last_age: '***',
      age_avg: 26.5,
    });
  });
});

describe('personal fields', () => {
  const stream = { name: 'x' };

  it('have to be of the schema', () => {
    expect(() => definePipeline({ name: 'xx', stream, schema, personal: ['nme'] })).toThrow(
      'personal must name fields of the schema, one of id, name, email, age, town',
    );
    expect(() => definePipeline({ name: 'xx', stream, personal: ['name'] })).toThrow(
      'of a pipeline with a schema (received "name")',
    );
  });
});
