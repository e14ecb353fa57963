/** The names of a stage. */
export type Names = ReturnType<typeof namesOf>;

/**
 * The names that users meet, made in one place: those of a stage, which begin with its prefix, so that two stages share an
 * account or a laptop. Keyspaces are underscored, since CQL wants it so, streams dotted, secrets and parameters are paths.
 *
 * @param prefix of the stage, or nothing, see {@link requirePrefix}; it is not checked here
 */
export function namesOf(prefix: string) {
  const within = (separator: string, name: string): string => (prefix === '' ? name : `${prefix}${separator}${name}`);
  const dashed = (name: string): string => within('-', name);
  const parameter = (name: string): string => (prefix === '' ? name : `/${prefix}${name}`);
  return {
    prefix,
    stacks: {
      storage: dashed('caudal-storage'),
      streams: dashed('caudal-streams'),
      processing: dashed('caudal-processing'),
      operations: dashed('caudal-operations'),
    },
    produceFunction: dashed('caudal-produce'),
    healthFunction: dashed('caudal-check-health'),
    /** Function that measures how load lies on the shards of streams. */
    loadFunction: dashed('caudal-measure-load'),
    /** Rule that calls it, and bears its name. */
    loadRule: dashed('caudal-measure-load'),
    /** Function that is the schema registry. */
    registryFunction: dashed('caudal-registry'),
    /** Function that hands alerts to a webhook. */
    notifyFunction: dashed('caudal-notify'),
    ingestFunction: (pipeline: string): string => dashed(`caudal-${pipeline}-ingest`),
    analyzeFunction: (pipeline: string): string => dashed(`caudal-${pipeline}-analyze`),
    sweepFunction: (pipeline: string): string => dashed(`caudal-${pipeline}-sweep`),
    /** Rule that calls it, and bears its name. */
    sweepRule: (pipeline: string): string => dashed(`caudal-${pipeline}-sweep`),
    fetchFunction: (pipeline: string): string => dashed(`caudal-${pipeline}-fetch`),
    /** Rule that calls it, and bears its name. */
    fetchRule: (pipeline: string): string => dashed(`caudal-${pipeline}-fetch`),
    /** Secret that says where the database of a pipeline is, and who reads it, unless the deployment names another. */
    databaseSecret: (pipeline: string): string => within('/', `caudal/${pipeline}`),
    /** Function of a further consumer of a pipeline's stream. */
    consumerFunction: (pipeline: string, consumer: string): string => dashed(`caudal-${pipeline}-${consumer}`),
    stateTable: dashed('caudal-state'),
    healthTable: dashed('caudal-health-checks'),
    /** Table of the schema registry. */
    schemaTable: dashed('caudal-schemas'),
    healthRule: dashed('caudal-daily-health-check'),
    alertBus: dashed('caudal-alerts'),
    alertTopic: dashed('caudal-alerts'),
    /** An alarm on metrics, of a pipeline or of the deployment. */
    alarm: (kind: string, pipeline?: string): string =>
      dashed(pipeline === undefined ? `caudal-${kind}` : `caudal-${pipeline}-${kind}`),
    dashboard: dashed('caudal'),
    /** Namespace of the functions' own metrics in CloudWatch: one a stage, so that theirs do not mix. */
    metricNamespace: prefix === '' ? 'caudal' : `caudal/${prefix}`,
    /** Secret with the CQL user and password, where the store wants a password. */
    cqlSecret: within('/', 'caudal/cassandra'),
    /** Parameter of Systems Manager: the id of the event source mapping that feeds a pipeline's ingest function. */
    mappingParameter: (pipeline: string): string => parameter(`/caudal/${pipeline}/mapping`),
    /** The same of the analyze function. */
    analyzeMappingParameter: (pipeline: string): string => parameter(`/caudal/${pipeline}/analyze-mapping`),
    /** The same of a further consumer. */
    consumerMappingParameter: (pipeline: string, consumer: string): string =>
      parameter(`/caudal/${pipeline}/${consumer}-mapping`),
    /** A pipeline's stream, or one that takes alerts, by the name that the pipeline declares. */
    stream: (declared: string): string => within('.', declared),
    /** A keyspace, by the name that tables declare. */
    keyspace: (declared: string): string => within('_', declared),
    /** Policy that lets EventBridge write to log groups. */
    alertLogPolicy: dashed('caudal-alerts-to-log-group'),
    /** Log group that gets every alert. */
    alertLogGroup: `/aws/events/${dashed('caudal-alerts')}`,
    /** Output of the storage stack: the name of the operations bucket. */
    operationsBucketOutput: 'OperationsBucketName',
    /** Output of the storage stack: the names of the deployed pipelines, separated by commas. */
    pipelinesOutput: 'Pipelines',
    /** Output of the processing stack: the address of the schema registry. */
    registryOutput: 'SchemaRegistryUrl',
  };
}

/** Index of the state table: items that a sweep has to come to. */
export const DUE_INDEX = 'due';

/** Source and detail type of an alert on the bus; its detail is the alert. The same in every stage, since each has a bus of its own. */
export const alertEvent = { source: 'caudal.alerts', detailType: 'Alert' } as const;

/** The same of a decision. */
export const decisionEvent = { source: 'caudal.decisions', detailType: 'Decision' } as const;

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
