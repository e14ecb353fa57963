/** The context keys of this app (`cdk deploy -c <key>=<value>`, `caudal deploy -c …`, or in `cdk.json`), and what each says. */
export const contextKeys = {
  prefix:
    'the stage: what every name begins with, up to 12 lower-case letters and digits, so that stages share an account',
  pipelines: 'the pipelines to deploy, separated by commas, or all; without it all but the examples',
  retainData: 'true keeps tables, streams and bucket when their stack or their definition goes',
  alertEmail: 'addresses that get a mail with each alert, separated by commas',
  alertWebhookSecret: 'name of a secret {"url": "https://…"}: a webhook that gets each alert as a message of Slack',
  tracing: 'false sends no traces to X-Ray',
  logRetentionDays: 'how long logs of functions are kept, in days that CloudWatch takes; without it 14',
  concurrency: 'reserved concurrency of functions, such as sensors-ingest:5,produce:1; without it none',
  customerKey: 'ARN of a key of KMS that encrypts all that is kept; without it keys that AWS keeps',
  nag: 'true checks the templates with cdk-nag and refuses what it finds',
  alarms: 'off makes no alarms on metrics; the dashboard is there all the same',
} as const;

export type ContextKey = keyof typeof contextKeys;
