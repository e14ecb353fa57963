import type { EventGenerator } from '../../core/producer/generator.ts';
import type { PaymentEvent } from './event.ts';
import { invalid } from './generator/invalid.ts';
import { PaymentRun } from './generator/run.ts';

/** How far into a run an event that is drawn by itself may lie. */
const DEEP = 60;

/** Users who log in, look around and buy, and now and then somebody who does so in their name. As `devices`: so many users. */
export const generator: EventGenerator<PaymentEvent> = {
  begin() {
    const run = new PaymentRun();
    return { event: (context) => run.next(context).event };
  },
  event(context) {
    const run = new PaymentRun();
    for (let skipped = context.random.integer(0, DEEP); skipped > 0; skipped -= 1) run.next(context);
    return run.next(context).event;
  },
  invalid,
};
