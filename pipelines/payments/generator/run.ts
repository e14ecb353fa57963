import type { GeneratorContext, Random } from '../../../core/producer/generator.ts';
import type { PaymentEvent } from '../event.ts';
import { fraudEvery } from '../settings.ts';
import { type Fraud, frauds } from './frauds.ts';
import { honestSession } from './session.ts';
import type { Step } from './step.ts';
import { type User, userOf } from './user.ts';

/** An event that was made up, and the fraud that it is part of, which nothing in the event says. */
export interface LabelledEvent {
  readonly event: PaymentEvent;
  /** @default none: the user did it himself */
  readonly fraud?: Fraud;
}

/** A session that has begun. */
interface Session {
  readonly userId: string;
  readonly steps: Step[];
  readonly fraud?: Fraud;
}

/** Sessions under way at the most: with more, none would get anywhere while a run lasts. */
const MOST_AT_ONCE = 20;

/** How often a fraud that is under way comes next: it is a program's, or in a hurry. */
const FRAUD_FIRST = 0.25;

const kinds = Object.keys(frauds) as Fraud[];

/**
 * Users in the middle of their sessions, each event the next step of one of them. Of each `every` sessions one is fraud, at a
 * place that is drawn, so the share is kept in every run that is long enough; the kinds take turns.
 */
export class PaymentRun {
  readonly #every: number;
  readonly #firstUser: number;
  #under: Session[] = [];
  /** How many sessions have begun, and which of the block of `every` is the fraud. */
  #begun = 0;
  #fraudAt = 0;

  /**
   * @param every of so many sessions one is fraud, 1 or more
   * @param firstUser number of the first user
   */
  constructor(every: number = fraudEvery, firstUser = 1) {
    this.#every = every;
    this.#firstUser = firstUser;
  }

  /** The next event, and its label. */
  next({ random, id, at, devices }: GeneratorContext): LabelledEvent {
    const atOnce = Math.min(MOST_AT_ONCE, Math.ceil(devices / 3));
    while (this.#under.length < atOnce) this.#under.push(this.#begin(random, devices));
    const session = this.#pick(random);
    const [step, ...steps] = session.steps.splice(0);
    if (!step) throw new Error('a session without steps is never under way');
    session.steps.push(...steps);
    if (steps.length === 0) this.#under = this.#under.filter((other) => other !== session);
    const event = { transaction_id: id, user_id: session.userId, ...step, timestamp: new Date(at).toISOString() };
    return { event, ...(session.fraud && { fraud: session.fraud }) };
  }

  #pick(random: Random): Session {
    const hurried = this.#under.filter(({ fraud }) => fraud);
    return random.pick(hurried.length > 0 && random.chance(FRAUD_FIRST) ? hurried : this.#under);
  }

  /** A session of a user who has none under way; but nobody keeps a thief from working beside the user. */
  #begin(random: Random, devices: number): Session {
    const place = this.#begun % this.#every;
    if (place === 0) this.#fraudAt = random.integer(0, this.#every - 1);
    const fraud = place === this.#fraudAt ? kinds[Math.floor(this.#begun / this.#every) % kinds.length] : undefined;
    this.#begun += 1;
    let user = this.#user(random, devices);
    if (fraud) return { userId: user.id, steps: frauds[fraud](random, user), fraud };
    while (this.#under.some((other) => other.userId === user.id && !other.fraud)) user = this.#user(random, devices);
    return { userId: user.id, steps: honestSession(random, user) };
  }

  #user(random: Random, devices: number): User {
    return userOf(this.#firstUser - 1 + random.integer(1, devices));
  }
}
