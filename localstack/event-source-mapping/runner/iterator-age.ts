import type { MetricBuffer } from '../../metrics/buffer.ts';
import type { InvokeCommand, MappingSettings } from '../index.ts';
import { parseArn } from './arn.ts';

/** Measures Lambda's `IteratorAge`. */
export interface IteratorAges {
  measure(settings: MappingSettings, command: InvokeCommand): void;
}

/**
 * The age of a batch's last record when it is sent to the function, by function and by version or alias.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export function createIteratorAges(buffer: MetricBuffer, now: () => number): IteratorAges {
  return {
    measure({ functionArn }, { records }) {
      const last = records.at(-1);
      if (last === undefined) return;
      const { account, region, resource } = parseArn(functionArn);
      const [, functionName = resource, qualifier] = resource.split(':');
      const value = Math.max(0, now() - last.arrivedAt);
      const Resource = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
      const metric = { account, region, namespace: 'AWS/Lambda', name: 'IteratorAge', unit: 'Milliseconds' } as const;
      buffer.add({ ...metric, value, dimensions: { FunctionName: functionName } });
      buffer.add({ ...metric, value, dimensions: { FunctionName: functionName, Resource } });
    },
  };
}
