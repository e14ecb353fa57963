/** The context keys of this app (`cdk deploy -c <key>=<value>`, `caudal deploy -c …`, or in `cdk.json`), and what each says. */
export const contextKeys = {
  pipelines: 'the pipelines to deploy, separated by commas, or all; without it all but the examples',
  retainData: 'true keeps tables, streams and bucket when their stack or their definition goes',
  alertEmail: 'addresses that get a mail with each alert, separated by commas',
  alertWebhookSecret: 'name of a secret {"url": "https://…"}: a webhook that gets each alert as a message of Slack',
} as const;

export type ContextKey = keyof typeof contextKeys;
