import type { Happening } from '../simulation/history.ts';
import type { Scenario } from '../simulation/scenario.ts';
import type { Stored } from '../simulation/stream.ts';

type Discarded = Extract<Happening, { type: 'discarded' }>;
type Ended = Extract<Happening, { type: 'ended' }>;

/** Batches given up after too few or too many attempts, or with records that are not at fault. */
export function attemptViolations(scenario: Scenario, happenings: readonly Happening[]): readonly string[] {
  const { maximumRetryAttempts: retries, bisectBatchOnFunctionError: bisects } = scenario.settings;
  const found: string[] = [];
  happenings.forEach((happening, index) => {
    if (happening.type === 'ended') {
      const count = attemptsOn(happening.of.records, happenings.slice(0, index + 1), happening.life, bisects);
      if (retries !== -1 && count > retries + 1)
        found.push(`attempt ${count} of ${retries + 1} on ${nameOf(happening.of.records)}`);
    }
    if (happening.type !== 'discarded' || happening.condition !== 'RetryAttemptsExhausted') return;
    if (retries === -1) found.push(`${nameOf(happening.records)} given up although retries have no end`);
    if (bisects && happening.records.length > 1) found.push(`${happening.records.length} records given up, not one`);
    const count = attemptsOn(happening.records, happenings.slice(0, index), happening.life, bisects);
    if (count !== retries + 1)
      found.push(`${nameOf(happening.records)} given up after ${count} attempts, not ${retries + 1}`);
    if (countOf(happening, happenings.slice(0, index)) !== happening.invokeCount)
      found.push(`invoke count ${happening.invokeCount}`);
  });
  return found;
}

/** Invocations of one life in which a batch's first record was the first that failed; with bisect only those of this batch. */
function attemptsOn(records: readonly Stored[], before: readonly Happening[], life: number, bisects: boolean): number {
  return before.filter(
    (happening): happening is Ended =>
      happening.type === 'ended' &&
      happening.life === life &&
      happening.ending !== 'throttled' &&
      records.length > 0 &&
      happening.of.records[happening.processed] === records[0] &&
      (!bisects || (happening.processed === 0 && happening.of.records.length === records.length)),
  ).length;
}

/** Invocations of this life that a batch's first record was part of. */
function countOf({ records, life }: Discarded, before: readonly Happening[]): number {
  return before.filter(
    (happening) =>
      happening.type === 'ended' &&
      happening.life === life &&
      happening.ending !== 'throttled' &&
      records[0] !== undefined &&
      happening.of.records.includes(records[0]),
  ).length;
}

/** Records handed over although they are too old, or given up for their age although they are not. */
export function ageViolations({ settings }: Scenario, happenings: readonly Happening[]): readonly string[] {
  const { maximumRecordAgeMs: age } = settings;
  return happenings.flatMap((happening) => {
    const isOld = ({ at }: Stored): boolean => age !== -1 && happening.at - at > age;
    if (happening.type === 'invoked')
      return happening.records.filter(isOld).map((record) => `${nameOf([record])} came too old`);
    if (happening.type !== 'discarded' || happening.condition !== 'RecordAgeExceeded') return [];
    return happening.records
      .filter((record) => !isOld(record))
      .map((record) => `${nameOf([record])} given up too young`);
  });
}

const nameOf = (records: readonly Stored[]): string => `${records[0]?.sequenceNumber}+${records.length - 1}`;
