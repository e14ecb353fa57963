import { describe, expect, it } from 'vitest';
import { createJudge } from '../../../../core/judge.ts';
import users from '../../../../pipelines/users.ts';
import { ARRIVED_AT, recordOf } from '../../../support/records.ts';
import { flatJennie, jennie } from './people.ts';

const judge = createJudge(users);
const arrival = { _event_time: new Date(ARRIVED_AT).toISOString() };

function verdict(payload: object, options = {}): unknown {
  const judgement = judge(recordOf(payload, options));
  return 'accepted' in judgement
    ? judgement.accepted.event
    : judgement.rejected.reasons.map(({ field, message }) => [field, message].join(': '));
}

describe('users: what is stored', () => {
  it.each([
    ['the flat form of the course', flatJennie, {}],
    ['the nested form of the API', jennie, {}],
    ['the flat form as the course sends it, without a country', { ...flatJennie, country: undefined }, {}],
    [
      'an address without a country',
      { ...flatJennie, country: undefined, address: 'At the lake' },
      { address: 'At the lake', country: 'unknown' },
    ],
    ['a post code that is a number', { ...flatJennie, post_code: 63_104 }, {}],
    ['one with a letter', { ...flatJennie, post_code: ' K1A 0B1 ' }, { post_code: 'K1A 0B1' }],
    ['an e-mail address in any case', { ...flatJennie, email: ' Jennie.NICHOLS@Example.COM ' }, {}],
    ['white space within a name', { ...flatJennie, first_name: ' Jennie \n' }, {}],
    ['a letter typed as two', { ...flatJennie, last_name: 'Mu\u0301ller' }, { last_name: 'M\u00faller' }],
    [
      'a street as it was before version 1.3',
      { ...jennie, location: { ...jennie.location, street: '8929 Valwood Pkwy' } },
      {},
    ],
    [
      'dates as they were before version 1.2',
      { ...jennie, dob: '1992-03-08 15:13:16.688', registered: '2007-07-09 05:51:59.390' },
      {},
    ],
    ['the mark of who made the person up', { ...flatJennie, source: 'Generated' }, { source: 'generated' }],
    ['fields that nobody knows', { ...flatJennie, cell: '1', password: 'addison' }, {}],
  ])('%s', (_, payload, differs) => {
    expect(verdict(payload)).toEqual({ ...flatJennie, ...arrival, ...differs });
  });

  it.each([
    ['Персонаж', 'вулиця Лесі Українки 5', 'Львів', 'Львівська', 'Ukraine'],
    ['پریسا', 'میدان انقلاب', 'اصفهان', 'اصفهان', 'Iran'],
    ['किरण', 'गांधी मार्ग 12', 'पुणे', 'महाराष्ट्र', 'India'],
    ['Ömer Şükrü', 'Atatürk Caddesi 3', 'İzmir', 'Ege', 'Türkiye'],
    ['王小明', '中山路 100 號', '臺北', '臺北市', '臺灣'],
  ])('people and addresses of any script: %s', (first, street, city, state, country) => {
    const person = {
      ...jennie,
      name: { first, last: 'O’Neill-Œuf' },
      location: { street, city, state, country, postcode: 1 },
    };
    const event = {
      first_name: first,
      last_name: 'O’Neill-Œuf',
      address: [street, city, state, country].join(', '),
      country,
    };
    expect(verdict(person)).toMatchObject(event);
    const row = users.record.toRow(verdict(person) as never);
    expect(row).toMatchObject(event);
  });

  it('nothing of a login but id and name', () => {
    const event = JSON.stringify(verdict(jennie));
    for (const secret of ['addison', 'sld1yGtd', jennie.login.md5, jennie.login.sha1, jennie.login.sha256]) {
      expect(event).not.toContain(secret);
    }
  });

  it('the same row, whenever the person comes', () => {
    const rows = [1, 2].map((sequence) => {
      const event = verdict(jennie, { sequence, arrivedAt: ARRIVED_AT + sequence });
      return users.record.toRow(event as never);
    });
    expect(rows[0]).toEqual(rows[1]);
    expect(JSON.stringify(users.record.toEvent(rows[0] ?? {}))).toBe(JSON.stringify(flatJennie));
  });

  it('the time that the sender says, or that of the fetch, or the arrival', () => {
    const at = (payload: object) => users.eventTime(verdict(payload) as never);
    const [ts, fetched] = ['2025-10-16T17:00:00.000Z', '2025-10-16T16:00:00.000Z'];
    expect(at(flatJennie)).toBe(ARRIVED_AT);
    expect(at({ ...flatJennie, ts })).toBe(Date.parse(ts));
    expect(at({ ...flatJennie, _event_time: fetched })).toBe(Date.parse(fetched));
  });
});

describe('users: what is rejected, in words that quote nobody', () => {
  const future = new Date(ARRIVED_AT + 300_001).toISOString();

  it.each([
    [
      { id: 'yellowpeacock117' },
      'id: must be a UUID in lower case, such as 7a0eed16-9430-4d68-901f-c0d4c1c3bf00 (received "yellowpeacock117")',
    ],
    [
      { username: 'u'.repeat(101) },
      'username: must be a text on one line, not blank, well-formed and without control characters, of at most 100 characters (received "u***")',
    ],
    [{ gender: 'f' }, 'gender: must be one of female, male, other (received "f")'],
    [{ source: 'me' }, 'source: must be one of randomuser, generated (received "me")'],
    [{ dob: '1992-02-30T00:00:00Z' }, expect.stringMatching(/^dob: must be an instant .*\(received "1\*\*\*"\)$/)],
    [{ dob: '1092-03-08T00:00:00Z' }, 'dob: must be of 1900 or later (received 1***)'],
    [
      { dob: '2007-07-09T05:51:59.391Z' },
      'registered_date: must not be before dob (received 2007-07-09T05:51:59.390Z)',
    ],
    [{ registered_date: future }, expect.stringMatching(/^registered_date: must be at most 5 min after its arrival/)],
    [{ ts: future }, expect.stringMatching(/^ts: must be at most 5 min after its arrival/)],
    [{ _event_time: future }, expect.stringMatching(/^_event_time: must be at most 5 min after its arrival/)],
    [{ first_name: ' ' }, expect.stringMatching(/^first_name: .*\(received "\*\*\*"\)$/)],
    [{ last_name: 'Ol\ud83d' }, expect.stringMatching(/^last_name: .*\(received "O\*\*\*"\)$/)],
    [{ address: 'a\u0000b' }, expect.stringMatching(/^address: /)],
    [{ email: 'jennie.nichols at example.com' }, expect.stringMatching(/^email: .*\(received "j\*\*\*"\)$/)],
    [{ email: 'jennie@example' }, expect.stringMatching(/^email: .*\(received "j\*\*\*@example"\)$/)],
    [{ phone: 12 }, expect.stringMatching(/^phone: .*\(received "\*\*\*"\)$/)],
    [{ picture: 'javascript:alert(1)' }, expect.stringMatching(/^picture: .*\(received "j\*\*\*"\)$/)],
  ])('%j', (wrong, message) => {
    expect(verdict({ ...flatJennie, ...wrong })).toEqual([message]);
  });

  it('an answer of the API that is no person', () => {
    const reasons = verdict({ error: 'Uh oh, something has gone wrong.' }) as string[];
    expect(reasons).toHaveLength(12);
    expect(reasons[0]).toContain('(the field is missing)');
  });

  it('a login without its id, and still nothing of its password', () => {
    const reasons = verdict({ ...jennie, login: { password: 'addison' } }) as string[];
    expect(reasons.map((reason) => reason.split(':')[0])).toEqual(['id', 'username']);
    expect(reasons.join()).not.toContain('addison');
  });
});
