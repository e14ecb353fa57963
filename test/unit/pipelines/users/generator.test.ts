import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../../core/judge.ts';
import { createRandom } from '../../../../core/producer/random.ts';
import { pipelineNamed } from '../../../../pipelines/index.ts';
import { ageAtRegistration } from '../../../../pipelines/users/analysis.ts';
import { generator } from '../../../../pipelines/users/generator.ts';
import nations from '../../../../pipelines/users/people.json' with { type: 'json' };
import { makePerson } from '../../../../pipelines/users/person.ts';
import { ARRIVED_AT, recordOf } from '../../../support/records.ts';

const users = pipelineNamed('users');
const judge = createJudge(users);
const at = ARRIVED_AT - 20;

function many(count: number, devices = 50) {
  const random = createRandom('users');
  return Array.from({ length: count }, (_, n) => generator.event({ random, id: `${at}-${n}`, at, devices }));
}

describe('users: generator', () => {
  it('makes people of every country, and nothing that is rejected', () => {
    const people = many(2000);
    expect(new Set(people.map(({ country }) => country))).toEqual(new Set(nations.map(({ country }) => country)));
    for (const person of people) expect(judge(recordOf(person))).toHaveProperty('accepted');
  });

  it('takes as many countries as it is asked for', () => {
    expect(new Set(many(200, 3).map(({ country }) => country)).size).toBe(3);
  });

  it('makes people with ids of their own, at the time given, marked', () => {
    const people = many(2000);
    expect(new Set(people.map(({ id }) => id)).size).toBe(2000);
    for (const { id, ts, source } of people) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect([ts, source]).toEqual([new Date(at).toISOString(), 'generated']);
    }
  });

  it('makes some that registered as children, most of them not, and nobody before birth', () => {
    const ages = many(2000).map(ageAtRegistration);
    const children = ages.filter((age) => age < 16);
    expect(children.length).toBeGreaterThan(20);
    expect(children.length).toBeLessThan(120);
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(7);
  });

  it('makes the same people for the same seed', () => {
    expect(many(20)).toEqual(many(20));
  });

  it('makes events whose row turns back into their bytes', () => {
    for (const person of many(500)) {
      expect(JSON.stringify(users.record.toEvent(users.record.toRow(person)))).toBe(JSON.stringify(person));
    }
  });

  it('has secrets in the form of the API, and none in that of the stream', () => {
    expect(Object.keys(makePerson(createRandom('one')).login)).toContain('password');
    expect(many(20).flatMap(Object.keys)).not.toContain('password');
  });

  it('writes e-mail addresses in plain Latin, whatever the name', () => {
    for (const { email } of many(500)) expect(email).toMatch(/^[a-z]+\.[a-z]+@[a-z.]+$/);
  });

  it.each(Object.entries(generator.invalid))('kind %s is rejected', (_, kind) => {
    for (const [seed, person] of many(50).entries()) {
      expect(judge(recordOf(kind.payload(person, createRandom('kind', seed))))).toHaveProperty('rejected');
    }
  });
});
