import { createRandom } from '../../core/producer/random.ts';
import type { FallbackAsk } from '../../core/pull/http-pull.ts';
import type { WireRecord } from '../../core/pull/pull-source.ts';
import { toRecord } from './api.ts';
import { makePerson } from './person.ts';

/** People for a run that cannot reach the API, marked as generated. The same seed gives the same people. */
export function generatedPeople({ count, seed }: FallbackAsk): readonly WireRecord[] {
  const random = createRandom('users', seed);
  return Array.from({ length: count }, () => toRecord(makePerson(random), 'generated'));
}
