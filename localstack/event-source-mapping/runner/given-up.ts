import type { MetricBuffer } from '../../metrics/buffer.ts';
import type { Discard, MappingSettings } from '../index.ts';
import { parseArn } from './arn.ts';

/** Counts records that a mapping gave up, where it is asked to. */
export interface GivenUp {
  /** They lie in the destination. */
  delivered(settings: MappingSettings, discard: Discard): void;
  /** They lie nowhere. */
  dropped(settings: MappingSettings, discard: Discard): void;
}

/**
 * Lambda's `OnFailureDestinationDeliveredEventCount` and `DroppedEventCount`, by mapping.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics
 */
export function createGivenUp(buffer: MetricBuffer): GivenUp {
  const count =
    (name: string) =>
    (settings: MappingSettings, { records }: Discard) => {
      if (!settings.countsEvents) return;
      const { account, region } = parseArn(settings.functionArn);
      const dimensions = { EventSourceMappingUUID: settings.uuid };
      const metric = { account, region, namespace: 'AWS/Lambda', name, unit: 'Count', dimensions } as const;
      buffer.add({ ...metric, value: records.length });
    };
  return { delivered: count('OnFailureDestinationDeliveredEventCount'), dropped: count('DroppedEventCount') };
}
