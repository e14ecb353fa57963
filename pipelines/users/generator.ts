import type { EventGenerator } from '../../core/producer/generator.ts';
import { invalidBytes } from '../../core/producer/invalid-bytes.ts';
import { invalidTimes } from '../../core/producer/invalid-times.ts';
import { toRecord } from './api.ts';
import type { User } from './event.ts';
import { makePerson } from './person.ts';

/** People made up by country. As `devices`: so many of the countries, all of them at the most. */
export const generator: EventGenerator<User> = {
  event: ({ random, at, devices }) =>
    toRecord({ ...makePerson(random, devices), ts: new Date(at).toISOString() }, 'generated') as User,
  invalid: {
    'no-id': { description: 'no id', payload: ({ id, ...user }) => user },
    'bad-id': { description: 'an id that is no UUID', payload: (user) => ({ ...user, id: user.username }) },
    'blank-name': { description: 'a blank for a first name', payload: (user) => ({ ...user, first_name: '  ' }) },
    'half-character': {
      description: 'a name that breaks off within a character',
      payload: (user) => ({ ...user, last_name: 'Ol\ud83d' }),
    },
    'bad-email': {
      description: 'an e-mail address without an at sign',
      payload: (user) => ({ ...user, email: user.email.replace('@', ' at ') }),
    },
    'bad-gender': { description: 'a gender that nobody knows', payload: (user) => ({ ...user, gender: 7 }) },
    'bad-birth': {
      description: 'born on 30 February',
      payload: (user) => ({ ...user, dob: '1990-02-30T00:00:00.000Z' }),
    },
    'born-later': {
      description: 'born after registering',
      payload: (user) => ({ ...user, dob: user.registered_date, registered_date: user.dob }),
    },
    'bad-picture': {
      description: 'a picture that is a script',
      payload: (user) => ({ ...user, picture: 'javascript:alert(1)' }),
    },
    'api-no-login': {
      description: "the API's own form, without its login",
      payload: (_, random) => ({ ...makePerson(random), login: {} }),
    },
    'api-error': {
      description: 'what the API answers when it is down',
      payload: () => ({ error: 'Uh oh, something has gone wrong.' }),
    },
    ...invalidTimes,
    ...invalidBytes,
  },
};
