import * as events from 'aws-cdk-lib/aws-events';
import { names } from '../../core/names.ts';

/** Every event on the bus of alerts that is ours: alerts of rules (`caudal.alerts`) and of the health check (`caudal.health`). */
export const alertPattern: events.EventPattern = { source: events.Match.prefix('caudal.') };

/** The alerts of a pipeline's rules. */
export function alertsOf(pipeline: string): events.EventPattern {
  const { source, detailType } = names.alertEvent;
  return { source: [source], detailType: [detailType], detail: { pipeline: [pipeline] } };
}
