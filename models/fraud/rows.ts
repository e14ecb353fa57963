import type { Decider } from '../../core/analysis/decision.ts';
import { definePipeline } from '../../core/define-pipeline.ts';
import { isPurchase, normalise, type PaymentEvent, schema } from '../../pipelines/payments/event.ts';
import { fraudFeaturesOf, fraudWindows } from '../../pipelines/payments/fraud-features.ts';
import { labelledEvents } from '../../pipelines/payments/generator/labelled.ts';
import { rules } from '../../pipelines/payments/rules.ts';
import { decisions } from '../../pipelines/payments/settings.ts';
import { windows } from '../../pipelines/payments/windows.ts';
import { foldEvents } from '../fold.ts';
import type { LabelledRow, SampleRequest } from '../task.ts';

/** Users a group, and what a group of them does: at different speeds, since scores have to be of use at any. */
const GROUP = 40;
const EVENTS = 2500;
const EVENTS_PER_SECOND = [0.2, 1, 5, 25];
/** Every so many groups, one is of producers that send no card and no country, as the course's do. */
const PLAIN_GROUP = 3;
const START = Date.UTC(2026, 0, 1, 9);
/** Numbers of users begin at multiples of it, by seed: no two samples have one in common. */
const NUMBERS_A_SEED = 1_000_000;

/** A row a purchase: the features that the decider is given for it, and whether it was part of a fraud. */
export function fraudRows({ seed, subjects }: SampleRequest): readonly LabelledRow[] {
  const groups = Array.from({ length: Math.ceil(subjects / GROUP) }, (_, group) => group);
  return groups.flatMap((group) => rowsOfGroup(seed, group, Math.min(GROUP, subjects - group * GROUP)));
}

function rowsOfGroup(seed: number, group: number, users: number): LabelledRow[] {
  const labelled = [
    ...labelledEvents({
      seed: seed * NUMBERS_A_SEED + group,
      firstUser: seed * NUMBERS_A_SEED + group * GROUP + 1,
      users,
      events: Math.round((EVENTS * users) / GROUP),
      eventsPerSecond: EVENTS_PER_SECOND[group % EVENTS_PER_SECOND.length] ?? 1,
      startAt: START,
    }),
  ];
  const frauds = new Set(labelled.filter(({ fraud }) => fraud).map(({ event }) => event.transaction_id));
  const isPlain = group % PLAIN_GROUP === 0;
  const events = labelled.map(({ event: { properties, ...event } }) =>
    isPlain || !properties ? event : { ...event, properties },
  );
  return inputsOf(events).map(({ event, ...row }) => ({
    ...row,
    subject: event.user_id,
    label: frauds.has(event.transaction_id),
  }));
}

type Seen = Pick<LabelledRow, 'features' | 'baselines'> & { readonly event: PaymentEvent };

/** What the decider is given for each purchase, in the order of the stream of each user. */
function inputsOf(events: readonly PaymentEvent[]): readonly Seen[] {
  const seen = new Map<string, Seen>();
  const onlooker: Decider<PaymentEvent> = {
    name: 'onlooker',
    where: isPurchase,
    windows: fraudWindows,
    alertsWithinSeconds: decisions.alertsWithinSeconds,
    decide: (input) => {
      const { event, alerts } = input;
      const baselines = { 'rules alone': alerts.length > 0, 'amount alone': event.amount ?? null };
      seen.set(event.transaction_id, { event, features: fraudFeaturesOf(input), baselines });
      return { decision: 'allow', reasons: [] };
    },
  };
  foldEvents(pipelineWith(onlooker), events);
  return [...seen.values()];
}

/** Payments without its own decider, which has the model that is trained here. */
function pipelineWith(decider: Decider<PaymentEvent>) {
  return definePipeline<PaymentEvent>({
    name: 'payments',
    stream: { name: 'payments.events' },
    schema,
    normalise,
    id: (event) => event.transaction_id,
    eventTime: (event) => Date.parse(event.timestamp),
    partitionKey: (event) => event.user_id,
    analysis: { latenessSeconds: 60, windows, rules, decider },
  });
}
