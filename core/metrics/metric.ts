/**
 * Units of our metrics, as CloudWatch writes them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export type MetricUnit = 'Count' | 'Milliseconds' | 'Bytes' | 'None';

/** A kind of function that measures. */
export type MeasuringFunction = 'ingest' | 'analyze' | 'sweep' | 'fetch' | 'consume' | 'check-health' | 'measure-load';

/** What a metric of ours is. */
export interface MetricDefinition {
  readonly unit: MetricUnit;
  /** Who writes it. */
  readonly by: readonly [MeasuringFunction, ...MeasuringFunction[]];
  /** What a value says, in a sentence. */
  readonly says: string;
}
