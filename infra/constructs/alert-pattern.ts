import * as events from 'aws-cdk-lib/aws-events';
import { alertEvent, decisionEvent } from '../../core/names.ts';

/**
 * What is meant for people: every event of ours on the bus, such as alerts of rules (`caudal.alerts`) and of the health check
 * (`caudal.health`), but no decisions. Of those there are as many as events, and they are meant for the system that waits for
 * them, by a rule of its own.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const alertPattern: events.EventPattern = {
  source: events.Match.prefix('caudal.'),
  detailType: events.Match.anythingBut(decisionEvent.detailType),
};

/** The alerts of a pipeline's rules. */
export function alertsOf(pipeline: string): events.EventPattern {
  const { source, detailType } = alertEvent;
  return { source: [source], detailType: [detailType], detail: { pipeline: [pipeline] } };
}
