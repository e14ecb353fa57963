/** A template of CloudFormation, as far as costs go. */
export interface CostTemplate {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What of a deployment is paid for by the hour or the month, whether anything flows or not. */
export interface PricedResources {
  /** Shards of provisioned streams. */
  readonly shards: number;
  /** Those of streams that keep records over 24 hours. */
  readonly longKeptShards: number;
  /** Metrics that alarms look at: an alarm on an expression is billed for each of its metrics. */
  readonly alarmMetrics: number;
  readonly dashboards: number;
  /** KMS keys of the deployment's own. */
  readonly keys: number;
  /** Functions that a rule calls every minute. */
  readonly everyMinute: number;
  /** Functions that send traces. */
  readonly tracedFunctions: number;
}

const FREE_RETENTION_HOURS = 24;

/** Counts what is paid for in the templates of a deployment. */
export function pricedResources(templates: readonly CostTemplate[]): PricedResources {
  const all = templates.flatMap(({ Resources = {} }) => Object.values(Resources));
  const ofType = (type: string): Readonly<Record<string, unknown>>[] =>
    all.filter(({ Type }) => Type === type).map(({ Properties = {} }) => Properties);
  const streams = ofType('AWS::Kinesis::Stream').map(
    ({ ShardCount = 0, RetentionPeriodHours = FREE_RETENTION_HOURS }) => ({
      shards: Number(ShardCount),
      isLongKept: Number(RetentionPeriodHours) > FREE_RETENTION_HOURS,
    }),
  );
  const shardsOf = (some: typeof streams): number => some.reduce((sum, { shards }) => sum + shards, 0);
  return {
    shards: shardsOf(streams),
    longKeptShards: shardsOf(streams.filter(({ isLongKept }) => isLongKept)),
    alarmMetrics: ofType('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    dashboards: ofType('AWS::CloudWatch::Dashboard').length,
    keys: ofType('AWS::KMS::Key').length,
    everyMinute: ofType('AWS::Events::Rule').filter(({ ScheduleExpression }) => ScheduleExpression === 'rate(1 minute)')
      .length,
    tracedFunctions: ofType('AWS::Lambda::Function').filter(isTraced).length,
  };
}

function metricsOf({ Metrics }: Readonly<Record<string, unknown>>): number {
  if (!Array.isArray(Metrics)) return 1;
  return Metrics.filter((metric: unknown) => typeof metric === 'object' && metric !== null && 'MetricStat' in metric)
    .length;
}

function isTraced({ TracingConfig }: Readonly<Record<string, unknown>>): boolean {
  return (TracingConfig as { readonly Mode?: unknown } | undefined)?.Mode === 'Active';
}
