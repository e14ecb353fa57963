import type { SequenceRule } from '../../rule.ts';

/** Which roles an event may play, as `Held` keeps them. Asks every step, so whatever may throw throws here. */
export function rolesOf<E>({ steps, notFollowedBy }: SequenceRule<E>, event: E): number {
  const wheres = [...steps, ...(notFollowedBy ? [notFollowedBy] : [])];
  return wheres.reduce((roles, step, role) => (step.where(event) ? roles | (1 << role) : roles), 0);
}
