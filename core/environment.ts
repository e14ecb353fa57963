/**
 * The names of the environment variables by which `infra/` speaks to `functions/`. One list for both sides.
 */
export const environment = {
  /** Prefix of the stage that the function belongs to; absent in the stage without one. */
  prefix: 'CAUDAL_PREFIX',
  /** Host of the CQL endpoint. Empty: Keyspaces in the function's own region. */
  cqlContactPoint: 'CAUDAL_CQL_CONTACT_POINT',
  /** Port of the CQL endpoint. */
  cqlPort: 'CAUDAL_CQL_PORT',
  /** `true` or `false`. */
  cqlTls: 'CAUDAL_CQL_TLS',
  /** `sigv4` (the function's role) or `password` (from the secret). */
  cqlAuth: 'CAUDAL_CQL_AUTH',
  /** ARN of the Secrets Manager secret `{"username","password"}`; only with `password`. */
  cqlSecretArn: 'CAUDAL_CQL_SECRET_ARN',
  /** DynamoDB table of keyed state and totals. */
  stateTable: 'CAUDAL_STATE_TABLE',
  /** DynamoDB table of the schema registry. */
  schemaTable: 'CAUDAL_SCHEMA_TABLE',
  /** DynamoDB table of health reports. */
  healthTable: 'CAUDAL_HEALTH_TABLE',
  /** Bucket of failed batches, producer acknowledgements and oversized payloads. */
  operationsBucket: 'CAUDAL_OPERATIONS_BUCKET',
  /** Event bus of alerts. */
  alertBus: 'CAUDAL_ALERT_BUS',
  /** Name of the Secrets Manager secret `{"url"}` of the webhook that gets alerts. */
  webhookSecret: 'CAUDAL_WEBHOOK_SECRET',
  /** JSON list of {@link PipelineTarget}. */
  targets: 'CAUDAL_TARGETS',
  /** JSON of {@link PullTarget}; of a fetch function. */
  pull: 'CAUDAL_PULL',
} as const;

/** How the deployment wants a source to be read, where it is not as the pipeline declares it. */
export interface PullTarget {
  /** How often the rule asks. */
  readonly every: string;
  /** Address of an HTTP source. */
  readonly url?: string;
  /** Records a run of an HTTP source. */
  readonly count?: number;
  /** Name of the secret of an SQL source. */
  readonly secret?: string;
}

/** Where a deployed pipeline is to be found: what the health check and the producer need to know of it. */
export interface PipelineTarget {
  readonly pipeline: string;
  readonly stream: string;
  /** Id of the event source mapping of the ingest function; the health check alone is given it. */
  readonly mapping?: string;
  /** The same of the analyze function, where the pipeline has one. */
  readonly analyzeMapping?: string;
  /** How often the pipeline fetches, where it does; the health check alone is given it. */
  readonly fetchEvery?: string;
  /** The same of its further consumers. @default none */
  readonly consumers?: readonly { readonly name: string; readonly mapping: string }[];
}
