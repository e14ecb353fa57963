/**
 * A mapping as Lambda's API describes it, as far as streams go; other fields are passed over.
 * https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html
 */
export interface MappingConfiguration {
  readonly UUID?: string | undefined;
  readonly EventSourceArn?: string | undefined;
  readonly FunctionArn?: string | undefined;
  readonly StartingPosition?: string | undefined;
  /** Seconds since 1970, or an ISO text. */
  readonly StartingPositionTimestamp?: number | string | undefined;
  readonly BatchSize?: number | undefined;
  readonly MaximumBatchingWindowInSeconds?: number | undefined;
  readonly ParallelizationFactor?: number | undefined;
  readonly MaximumRecordAgeInSeconds?: number | undefined;
  readonly BisectBatchOnFunctionError?: boolean | undefined;
  readonly MaximumRetryAttempts?: number | undefined;
  readonly TumblingWindowInSeconds?: number | undefined;
  readonly FunctionResponseTypes?: readonly string[] | undefined;
  readonly DestinationConfig?: {
    readonly OnFailure?: { readonly Destination?: string | undefined } | undefined;
    readonly OnSuccess?: { readonly Destination?: string | undefined } | undefined;
  };
  readonly MetricsConfig?: { readonly Metrics?: readonly string[] | undefined } | undefined;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string | undefined }[] | undefined };
}
