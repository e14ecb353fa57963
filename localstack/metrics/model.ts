/**
 * Units of AWS/Kinesis and AWS/Lambda metrics.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
 */
export type MetricUnit = 'Bytes' | 'Count' | 'Milliseconds' | 'None' | 'Percent';

/** One measurement, as the server that took it knows it. */
export interface MetricSample {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** For example `AWS/Kinesis`. */
  readonly namespace: string;
  /** For example `IncomingRecords`. */
  readonly name: string;
  /** At most 30; which metric it is depends on all of them. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit: MetricUnit;
  /** A finite number. */
  readonly value: number;
}

/** What one request to CloudWatch can hold of one account, region and namespace: `PutMetricData`'s `MetricData`. */
export interface MetricBatch {
  readonly account: string;
  readonly region: string;
  readonly namespace: string;
  readonly data: readonly MetricDatum[];
}

/** A minute of one metric, or a part of it when it has more distinct values than a datum may hold. */
export interface MetricDatum {
  readonly MetricName: string;
  readonly Dimensions: ReadonlyArray<{ readonly Name: string; readonly Value: string }>;
  /** Start of the minute, in seconds since 1970. */
  readonly Timestamp: number;
  readonly Unit: MetricUnit;
  /** Distinct values, at most 150. */
  readonly Values: readonly number[];
  /** How often each of `Values` was measured; as long as `Values`. */
  readonly Counts: readonly number[];
}

/**
 * Most distinct values of a datum.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export const largestDatum = 150;
