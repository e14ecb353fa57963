/** What is paid for, each with a price of its own. */
export type PricedItem =
  | 'kinesis.shard-hour'
  | 'kinesis.extended-retention-shard-hour'
  | 'kinesis.put-unit'
  | 'lambda.request'
  | 'lambda.gb-second'
  | 'keyspaces.write-unit'
  | 'keyspaces.read-unit'
  | 'keyspaces.ttl-delete'
  | 'keyspaces.gb-month'
  | 'keyspaces.recovery-gb-month'
  | 'dynamodb.write-unit'
  | 'dynamodb.read-unit'
  | 'cloudwatch.alarm-month'
  | 'cloudwatch.metric-month'
  | 'cloudwatch.dashboard-month'
  | 'cloudwatch.log-gb'
  | 'xray.trace'
  | 'kms.key-month'
  | 'eventbridge.event'
  | 's3.put';

/** A price of AWS. */
export interface Price {
  /** US dollars for one unit, without taxes, discounts and free tiers. */
  readonly usd: number;
  /** What one is, in words. */
  readonly unit: string;
  /** The page of AWS that says it. */
  readonly page: string;
  /** Where it was read by us: such pages fill in their prices by script, so a stored copy of one has none. */
  readonly readIn: string;
  /** When what it was read in was made, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly asOf: string;
}

/** The prices of a region. */
export interface PriceList {
  readonly region: string;
  readonly prices: Readonly<Record<PricedItem, Price>>;
}
