import type { Aggregate, AggregateValue } from '../analysis/aggregate.ts';
import type { Analysis } from '../analysis/analysis.ts';
import type { AnomalyRule, ChangeRule, ModelRule, Rule, SequenceRule, ThresholdRule } from '../analysis/rule.ts';
import type { Window } from '../analysis/window.ts';
import { maskFields } from '../mask.ts';
import { quietly } from './quiet.ts';
import { type Masked, shownMessage, shownValue, shownValues } from './shown.ts';

/** How events of a pipeline are masked. */
interface Masking<E> {
  readonly personal: readonly string[];
  of(event: E): Masked<E>;
}

/**
 * The analysis with what it shows of an event masked: text among the values of windows and alerts, and the events that
 * messages are written from. What decides sees the events themselves, so neither numbers nor which alerts are raised change.
 */
export function maskAnalysis<E>(analysis: Analysis<E>, personal: readonly string[]): Analysis<E> {
  const masking: Masking<E> = {
    personal,
    of: (event) => ({ given: event, masked: maskFields(event as object, personal) as E }),
  };
  return {
    ...analysis,
    ...(analysis.decider && { decider: quietly(analysis.decider) }),
    windows: analysis.windows.map((window) => maskWindow(window, masking)),
    rules: analysis.rules.map((rule) => maskRule(rule, masking)),
  };
}

function maskWindow<E>(window: Window<E>, masking: Masking<E>): Window<E> {
  const aggregates = Object.entries(window.aggregates).map(([name, each]) => [name, maskAggregate(each, masking)]);
  return { ...quietly(window), aggregates: Object.fromEntries(aggregates) };
}

/** Of all aggregates only the ends of a window and its most frequent texts give back what stands in an event. */
function maskAggregate<E>(aggregate: Aggregate<E>, masking: Masking<E>): Aggregate<E> {
  const quieted = quietly(aggregate);
  if (quieted.kind === 'top') return { ...quieted, of: (event) => quieted.of(masking.of(event).masked) };
  if (quieted.kind !== 'first' && quieted.kind !== 'last') return quieted;
  return { ...quieted, of: (event) => shownValue((one: E) => quieted.of(one), masking.of(event)) };
}

function maskRule<E>(rule: Rule<E>, masking: Masking<E>): Rule<E> {
  switch (rule.kind) {
    case 'threshold':
      return maskThreshold(rule, masking);
    case 'sequence':
      return maskSequence(rule, masking);
    case 'change':
    case 'anomaly':
    case 'model':
      return maskMeasured(rule, masking);
    default:
      return quietly(rule);
  }
}

function maskThreshold<E>(rule: ThresholdRule<E>, { personal, of }: Masking<E>): ThresholdRule<E> {
  const quieted = quietly(rule);
  return {
    ...quieted,
    values: (event) => shownValues((one: E) => quieted.values(one), of(event), personal),
    message: (event, values) => shownMessage((one: E) => quieted.message(one, values), of(event)),
  };
}

/** Their values are numbers that the rule works out itself. */
function maskMeasured<E, R extends ChangeRule<E> | AnomalyRule<E> | ModelRule<E>>(rule: R, masking: Masking<E>): R {
  const quieted = quietly(rule);
  const { message } = quieted;
  if (!message) return quieted;
  const masked: typeof message = (event, values: Readonly<Record<string, AggregateValue>>) =>
    shownMessage((one: E) => message(one, values), masking.of(event));
  return { ...quieted, message: masked };
}

function maskSequence<E>(rule: SequenceRule<E>, { personal, of }: Masking<E>): SequenceRule<E> {
  const { values, message, notFollowedBy, ...rest } = quietly(rule);
  const [first, ...others] = rule.steps;
  const maskAll = (events: readonly E[]): Masked<readonly E[]> => ({
    given: events,
    masked: events.map((event) => of(event).masked),
  });
  return {
    ...rest,
    steps: [quietly(first), ...others.map((step) => quietly(step))],
    ...(notFollowedBy && { notFollowedBy: quietly(notFollowedBy) }),
    ...(values && { values: (events: readonly E[]) => shownValues(values, maskAll(events), personal) }),
    message: (events) => shownMessage(message, maskAll(events)),
  };
}
