import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { CqlShell } from '../../cli/cql.ts';
import { readDecisions } from '../../cli/decisions/read-decisions.ts';
import { useLocalAws } from '../../cli/deployment.ts';
import type { Decision } from '../../core/analysis/decision.ts';
import { namesOf } from '../../core/names.ts';
import { cloudConfig } from '../../localstack/config.ts';
import payments from '../../pipelines/payments.ts';
import { caudalJson } from './support/caudal.ts';
import { clientsOf } from './support/clients.ts';
import { createQueue } from './support/queue.ts';
import { until } from './support/until.ts';

const names = namesOf('');

useLocalAws(cloudConfig());

const clients = clientsOf();
const logs = new CloudWatchLogsClient({});
/** A user of this run alone. */
const user = `decided-${Date.now().toString(36)}`;
const now = Date.now();
const doing = (second: number, action: string, amount?: number) => ({
  ...{ transaction_id: `${user}-${second}`, user_id: user, action, timestamp: now + second, schema_version: 2 },
  ...(amount !== undefined && { amount, merchant: 'shoes_andes' }),
});
const story = [
  doing(0, 'purchase', 20),
  doing(1, 'login_failed'),
  doing(2, 'login_success'),
  doing(3, 'purchase', 600),
  doing(3, 'purchase', 600),
];

let shell: CqlShell;
beforeAll(async () => {
  shell = await CqlShell.connect(cloudConfig());
});
afterAll(async () => shell?.close());

/** Brings the user's decisions to a queue, as a system of authorisation would. */
async function authorisation() {
  const queue = await createQueue(clients, user);
  const rule = { Rule: user, EventBusName: names.alertBus };
  const EventPattern = JSON.stringify({ source: ['caudal.decisions'], detail: { key: [user] } });
  await clients.events.send(new PutRuleCommand({ Name: user, EventBusName: names.alertBus, EventPattern }));
  await clients.events.send(new PutTargetsCommand({ ...rule, Targets: [{ Id: 'queue', Arn: queue.arn }] }));
  onTestFinished(async () => {
    await clients.events.send(new RemoveTargetsCommand({ ...rule, Ids: ['queue'] }));
    await clients.events.send(new DeleteRuleCommand({ Name: user, EventBusName: names.alertBus }));
  });
  return async (): Promise<Decision> => ((await queue.message()) as { readonly detail: Decision }).detail;
}

/** What of the user's lies in the log group of the bus. */
async function logged(): Promise<readonly { readonly 'detail-type': string }[]> {
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: names.alertLogGroup }));
  return events.map(({ message = '{}' }) => JSON.parse(message)).filter(({ detail }) => detail?.key === user);
}

describe('decisions of the deployed payments', () => {
  it('reach table and bus, each purchase once, and none of what is meant for people', async () => {
    const next = await authorisation();
    const Records = story.map((event) => ({ Data: Buffer.from(JSON.stringify(event)), PartitionKey: user }));
    await clients.kinesis.send(new PutRecordsCommand({ StreamName: payments.stream.name, Records }));

    const heard = [await next(), await next()].sort((a, b) => a.at - b.at);
    expect(heard.map(({ eventId, decision }) => [eventId, decision])).toEqual([
      [`${user}-0`, 'allow'],
      [`${user}-3`, 'block'],
    ]);
    expect(heard[1]?.reasons[0]).toContain('account-takeover');
    const rows = await readDecisions(shell, { pipelines: ['payments'], from: new Date(now - 60_000) });
    expect(rows.filter(({ key }) => key === user)).toEqual(heard);

    const [shown] = await caudalJson<readonly Decision[]>(['decisions', 'payments', '--event', `${user}-3`]);
    expect(shown).toMatchObject({ id: heard[1]?.id, decision: 'block', key: user });
    const told = await until(logged, (events) => events.length > 0, 20_000, 200);
    expect(told.map((event) => event['detail-type'])).not.toContain('Decision');
  });
});
