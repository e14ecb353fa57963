import type { InvalidKind } from './generator.ts';

/** Ways of being invalid by the time of an event whose field of that name is an instant. */
export const invalidTimesOf = (field: string): Readonly<Record<string, InvalidKind<object>>> => ({
  'bad-time': {
    description: '30 February',
    payload: (event) => ({ ...event, [field]: '2025-02-30T12:00:00.000Z' }),
  },
  'future-time': {
    // Not an hour after the event's own time: a run may begin in the past, and the rule compares with the arrival.
    description: 'the last millisecond of the year 9999',
    payload: (event) => ({ ...event, [field]: '9999-12-31T23:59:59.999Z' }),
  },
});

/** {@link invalidTimesOf} the field `ts`. */
export const invalidTimes = invalidTimesOf('ts');
