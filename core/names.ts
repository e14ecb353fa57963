/** The names that users meet, made in one place. */
export const names = {
  stacks: {
    storage: 'caudal-storage',
    streams: 'caudal-streams',
    processing: 'caudal-processing',
    operations: 'caudal-operations',
  },
  produceFunction: 'caudal-produce',
  healthFunction: 'caudal-check-health',
  /** Function that is the schema registry. */
  registryFunction: 'caudal-registry',
  /** Function that hands alerts to a webhook. */
  notifyFunction: 'caudal-notify',
  ingestFunction: (pipeline: string): string => `caudal-${pipeline}-ingest`,
  analyzeFunction: (pipeline: string): string => `caudal-${pipeline}-analyze`,
  sweepFunction: (pipeline: string): string => `caudal-${pipeline}-sweep`,
  /** Rule that calls it, and bears its name. */
  sweepRule: (pipeline: string): string => `caudal-${pipeline}-sweep`,
  fetchFunction: (pipeline: string): string => `caudal-${pipeline}-fetch`,
  /** Rule that calls it, and bears its name. */
  fetchRule: (pipeline: string): string => `caudal-${pipeline}-fetch`,
  /** Secret that says where the database of a pipeline is, and who reads it, unless the deployment names another. */
  databaseSecret: (pipeline: string): string => `caudal/${pipeline}`,
  /** Function of a further consumer of a pipeline's stream. */
  consumerFunction: (pipeline: string, consumer: string): string => `caudal-${pipeline}-${consumer}`,
  stateTable: 'caudal-state',
  /** Index of the state table: items that a sweep has to come to. */
  dueIndex: 'due',
  healthTable: 'caudal-health-checks',
  /** Table of the schema registry. */
  schemaTable: 'caudal-schemas',
  healthRule: 'caudal-daily-health-check',
  alertBus: 'caudal-alerts',
  /** Source and detail type of an alert on the bus; its detail is the alert. */
  alertEvent: { source: 'caudal.alerts', detailType: 'Alert' },
  /** The same of a decision. */
  decisionEvent: { source: 'caudal.decisions', detailType: 'Decision' },
  alertTopic: 'caudal-alerts',
  /** Namespace of the functions' own metrics in CloudWatch. */
  metricNamespace: 'caudal',
  /** Secret with the CQL user and password, where the store wants a password. */
  cqlSecret: 'caudal/cassandra',
  /** Parameter of Systems Manager: the id of the event source mapping that feeds a pipeline's ingest function. */
  mappingParameter: (pipeline: string): string => `/caudal/${pipeline}/mapping`,
  /** The same of the analyze function. */
  analyzeMappingParameter: (pipeline: string): string => `/caudal/${pipeline}/analyze-mapping`,
  /** The same of a further consumer. */
  consumerMappingParameter: (pipeline: string, consumer: string): string => `/caudal/${pipeline}/${consumer}-mapping`,
  /** Log group that gets every alert. */
  alertLogGroup: '/aws/events/caudal-alerts',
  /** Output of the storage stack: the name of the operations bucket. */
  operationsBucketOutput: 'OperationsBucketName',
  /** Output of the storage stack: the names of the deployed pipelines, separated by commas. */
  pipelinesOutput: 'Pipelines',
  /** Output of the processing stack: the address of the schema registry. */
  registryOutput: 'SchemaRegistryUrl',
} as const;

/** Folders of the operations bucket. */
export const bucketPrefixes = {
  /**
   * Producers' acknowledgements, NDJSON: `acknowledgements/<pipeline>/<run>/<producer>-<writer>-<part>.ndjson`, where
   * each writer draws hexadecimal digits of its own.
   */
  acknowledgements: 'acknowledgements/',
  /** Payloads too large for a row, by stream position. */
  oversized: 'oversized/',
  /**
   * Batches that the mapping gave up. AWS fixes the layout:
   * `aws/lambda/<mapping id>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<uuid>`.
   * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
   */
  failed: 'aws/lambda/',
} as const;
