import type { Random } from '../../../core/producer/generator.ts';
import { type Actor, looked, paid, plain, productOf, type Step } from './step.ts';
import { addressIn, countries, type User } from './user.ts';

/** How often an honest session is out of the way, so that nothing of the following tells fraud by itself. */
const chances = {
  mistypedPassword: 0.08,
  travels: 0.03,
  newDevice: 0.03,
  buys: 0.6,
  buysAgain: 0.25,
  splurges: 0.03,
  refund: 0.02,
  logsOut: 0.4,
};

/** A session of the user himself: logs in, looks around, often buys. */
export function honestSession(random: Random, user: User): Step[] {
  const actor = himself(random, user);
  const steps: Step[] = [];
  if (random.chance(chances.mistypedPassword)) steps.push(plain('login_failed', actor), plain('login_success', actor));
  else steps.push(plain(random.pick(['login', 'login_success']), actor));
  let purchases = random.chance(chances.buys) ? 1 + Number(random.chance(chances.buysAgain)) : 0;
  const views = random.integer(Math.max(1, purchases), 5);
  for (let view = 0; view < views; view += 1) {
    const price = user.usual * (random.chance(chances.splurges) ? random.uniform(5, 15) : random.uniform(0.3, 2.2));
    const product = productOf(random, price, random.pick(user.merchants));
    steps.push(looked('view_product', actor, product));
    if (purchases < views - view && !random.chance(0.4)) continue;
    if (purchases === 0) continue;
    purchases -= 1;
    steps.push(looked('add_to_cart', actor, product), paid('purchase', actor, product));
    if (random.chance(chances.refund)) steps.push(paid('refund', actor, product));
  }
  if (random.chance(chances.logsOut)) steps.push(plain('logout', actor));
  return steps;
}

/** The user, now and then abroad or with a device of somebody else's. */
export function himself(random: Random, user: User): Actor {
  const country = random.chance(chances.travels) ? random.pick(countries) : user.country;
  return {
    ip: country === user.country ? random.pick(user.ips) : addressIn(country, random.integer(0, 65_535)),
    device: random.chance(chances.newDevice) ? `mobile-${random.hex(6)}` : random.pick(user.devices),
    country,
    card: user.card,
  };
}
