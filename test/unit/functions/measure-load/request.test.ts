import { describe, expect, it } from 'vitest';
import { loadRequest } from '../../../../functions/measure-load/request.ts';

describe('what a run is asked for', () => {
  it.each([
    [undefined, { minutes: 5, until: 7 }],
    [{}, { minutes: 5, until: 7 }],
    [
      { source: 'aws.events', detail: {} },
      { minutes: 5, until: 7 },
    ],
    [
      { minutes: 1, until: '2026-11-22T12:00:00Z' },
      { minutes: 1, until: Date.UTC(2026, 10, 22, 12) },
    ],
  ])('%j', (payload, request) => {
    expect(loadRequest(payload, 7)).toEqual(request);
  });

  it.each([
    ['now', 'the payload must be a JSON object (received "now")'],
    [{ minutes: 0 }, 'minutes must be a whole number from 1 to 60 (received 0)'],
    [{ minutes: '5' }, 'minutes must be a whole number from 1 to 60 (received "5")'],
    [{ until: 'noon' }, 'until must be an instant in ISO 8601 (received "noon")'],
    [{ hours: 1 }, 'there is no field "hours"; the fields are minutes, until'],
  ])('refuses %j', (payload, words) => {
    expect(() => loadRequest(payload, 7)).toThrow(words);
  });
});
