import { describe, expect, it } from 'vitest';
import { read } from '../../../../pipelines/users/api.ts';
import { generatedPeople } from '../../../../pipelines/users/fallback.ts';
import users from '../../../../pipelines/users.ts';
import { flatJennie, jennie } from './people.ts';

const ask = { count: 5_000, position: '41' };

describe('users: what is asked of the API', () => {
  const pull = users.pull?.kind === 'http' ? users.pull : undefined;

  it('is once a day, up to 5,000 people in one request', () => {
    expect(pull).toMatchObject({ every: '1d', count: { most: 5_000 }, url: 'https://randomuser.me/api/1.4/' });
  });

  it.each([
    [undefined, 1],
    ['1', 2],
    ['9999', 10_000],
    ['10000', 1],
    ['-7', 1],
    ['what is this', 1],
  ])('is the page after %j', (position, page) => {
    expect(pull?.query({ count: 5_000, ...(position !== undefined && { position }) })).toEqual({
      results: 5_000,
      seed: 'caudal',
      page,
    });
  });
});

describe('users: what is read of an answer', () => {
  it('is every person in the flat form, without secrets, marked, and the page', () => {
    const page = read({ results: [jennie], info: { seed: 'caudal', results: 1, page: 42, version: '1.4' } }, ask);
    expect(page).toEqual({ records: [{ ...flatJennie, source: 'randomuser' }], position: '42' });
  });

  it('is also a person with parts missing: that it is none, its rejection says', () => {
    const { records } = read({ results: [{ name: { first: 'Ada' } }] }, ask);
    expect(records).toEqual([{ first_name: 'Ada', country: 'unknown', source: 'randomuser' }]);
  });

  it.each([
    [{ error: 'Uh oh, something has gone wrong.' }, 'answered with an error in place of people'],
    [{ people: [] }, 'must have a list "results" (received nothing)'],
    [[jennie], 'must have a list "results" (received nothing)'],
    ['Jennie', 'must have a list "results" (received nothing)'],
    [{ results: 'Jennie Nichols' }, 'must have a list "results" (received a string)'],
    [{ results: [jennie, 'Jennie Nichols'] }, 'results[1] must be an object (received a string)'],
    [{ results: [null] }, 'results[0] must be an object (received null)'],
  ])('%j is none', (answer, words) => {
    expect(() => read(answer, ask)).toThrow(words);
  });
});

describe('users: where the API is out of reach', () => {
  it('as many are made up as are asked for, marked, the same for the same seed', () => {
    const made = generatedPeople({ count: 5_000, seed: 7, at: 0 });
    expect(made).toHaveLength(5_000);
    expect(new Set(made.map(({ id }) => id)).size).toBe(5_000);
    expect(new Set(made.map(({ source }) => source))).toEqual(new Set(['generated']));
    expect(generatedPeople({ count: 3, seed: 7, at: 9 })).toEqual(made.slice(0, 3));
    expect(generatedPeople({ count: 3, seed: 8, at: 0 })).not.toEqual(made.slice(0, 3));
    expect(new Set(made.flatMap(Object.keys))).toEqual(new Set([...Object.keys(flatJennie), 'source']));
  });
});
