import { expect, test } from 'vitest';
import { handler } from '../../../../functions/produce/handler.ts';

const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 60_000 };

test.each([
  [{ eventsPerSecond: 0 }, 'eventsPerSecond'],
  [{ durationSeconds: 841 }, 'durationSeconds'],
  [{ pipeline: 'nothing' }, 'pipeline'],
  [{ eventsPerSecnd: 5 }, 'eventsPerSecnd'],
  [{ faults: { invalid: 1.1 } }, 'faults.invalid'],
])('a payload such as %j gets an error whose type and message Lambda shows', async (payload, field) => {
  await expect(handler(payload, context)).rejects.toMatchObject({
    name: 'ProduceRequestError',
    message: expect.stringContaining(field),
  });
});
