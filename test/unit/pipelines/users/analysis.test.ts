import { describe, expect, it } from 'vitest';
import { testKit } from '../../../../core/analysis/testing/test-kit.ts';
import users from '../../../../pipelines/users.ts';
import { flatJennie } from './people.ts';

const START = Date.UTC(2026, 10, 22, 12);

/** Person n, so many seconds after the start. */
const person = (n: number, seconds: number, differs: object = {}) => ({
  ...flatJennie,
  id: `7a0eed16-9430-4d68-901f-${String(n).padStart(12, '0')}`,
  ts: new Date(START + seconds * 1000).toISOString(),
  source: 'randomuser',
  ...differs,
});

const kit = () => testKit(users, { now: START });

describe('users: windows', () => {
  it('count people by country and over all, minute by minute, each once', () => {
    const made = kit().given([
      person(1, 1),
      person(2, 2, { country: 'Iran', source: 'generated' }),
      person(3, 3, { registered_date: '2012-03-09T00:00:00Z' }),
      person(1, 4),
      person(4, 61),
    ]);
    const byCountry = made.rows('people_per_country').map(({ key, events, values }) => ({ key, events, values }));
    expect(byCountry).toHaveLength(3);
    expect(byCountry).toEqual(
      expect.arrayContaining([
        { key: 'United States', events: 2, values: { people: 2, generated: 0, age_avg: 17.5 } },
        { key: 'Iran', events: 1, values: { people: 1, generated: 1, age_avg: 15 } },
        { key: 'United States', events: 1, values: { people: 1, generated: 0, age_avg: 15 } },
      ]),
    );
    expect(made.rows('people_per_minute').map(({ values }) => values)).toEqual([
      { people: 3, generated: 1, countries: 2 },
      { people: 1, generated: 0, countries: 1 },
    ]);
  });
});

describe('users: rules', () => {
  it('tell of who registered under age, and not by name', () => {
    kit()
      .given([person(1, 1, { dob: '1991-07-09T05:51:59.390Z' }), person(2, 2)])
      .expectAlerts([
        {
          rule: 'registered-under-age',
          severity: 'info',
          key: 'United States',
          message: 'J*** N*** (j***@example.com) of United States was 15 when registering, under 16',
          values: { age: 15, username: 'y***', country: 'United States' },
        },
      ]);
  });

  it('tell of many people of one domain, but for those of examples', () => {
    const email = (n: number) => ({ email: `p${n}@throwaway.example`, dob: '1970-01-01T00:00:00Z' });
    kit()
      .given(Array.from({ length: 30 }, (_, n) => person(n, n, { dob: '1970-01-01T00:00:00Z' })))
      .given(Array.from({ length: 10 }, (_, n) => person(100 + n, n, email(n))))
      .expectAlerts([])
      .given(person(200, 12, email(200)))
      .expectAlerts([
        {
          rule: 'many-of-a-domain',
          key: 'throwaway.example',
          message: '11 people of throwaway.example within a minute, over 10',
        },
      ]);
  });

  it('tell when most people of a minute are made up, once the minute is over', () => {
    const made = Array.from({ length: 10 }, (_, n) =>
      person(n, n, { dob: '1970-01-01T00:00:00Z', ...(n < 6 && { source: 'generated' }) }),
    );
    kit()
      .given(made)
      .expectAlerts([])
      .settle()
      .expectAlerts([{ rule: 'mostly-generated', message: '6 of 10 people within a minute are made up by Caudal' }]);
    kit().given(made.slice(1)).settle().expectAlerts([]);
    kit()
      .given(made.map((one, n) => ({ ...one, source: n < 5 ? 'generated' : 'randomuser' })))
      .settle()
      .expectAlerts([]);
  });
});
