import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Command, Option } from 'commander';
import { fromItem, type HealthItem, type HealthReport, REPORT_SCOPE } from '../../functions/check-health/report.ts';
import { action, stageCommand } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { healthText, runHealthCheck } from '../health.ts';
import { stageNames } from '../stage.ts';
import { numberIn } from '../values.ts';

interface HealthOptions {
  readonly run?: boolean;
  readonly on?: boolean;
  readonly off?: boolean;
  readonly last: number;
}

/** `caudal health` */
export function create(): Command {
  return stageCommand('health', 'the last health reports; run a check, or switch the daily rule', [
    'health --run',
    'health --last 5',
    'health --off        # the daily rule rests',
  ])
    .addOption(new Option('--run', 'run a health check now').conflicts(['on', 'off']))
    .addOption(new Option('--on', 'switch the daily rule on').conflicts(['off']))
    .option('--off', 'switch the daily rule off')
    .option('--last <n>', 'how many reports to show, 1 to 100', numberIn(1, 100, 'integer'), 1)
    .action(
      action(async ({ output, config }, options: HealthOptions) => {
        await findDeployment(config);
        if (options.on || options.off) {
          const state = await switchRule(options.on === true);
          output.result(
            { rule: stageNames().healthRule, state },
            () => `Rule ${stageNames().healthRule} is ${state.toLowerCase()}.`,
          );
          return undefined;
        }
        const reports = options.run ? [await runHealthCheck()] : await lastReports(options.last);
        if (reports.length === 0)
          throw new UserError('There is no health report yet', { hint: './caudal health --run makes one.' });
        output.result(reports, () => reports.map(healthText).join('\n\n'));
        return reports[0]?.status === 'OK' ? exitCodes.ok : exitCodes.failed;
      }),
    );
}

async function lastReports(count: number): Promise<HealthReport[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  try {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: stageNames().healthTable,
        KeyConditionExpression: '#scope = :scope',
        ExpressionAttributeNames: { '#scope': 'scope' },
        ExpressionAttributeValues: { ':scope': REPORT_SCOPE },
        ScanIndexForward: false,
        Limit: count,
      }),
    );
    return (Items as HealthItem[]).map(fromItem);
  } finally {
    client.destroy();
  }
}

async function switchRule(on: boolean): Promise<'ENABLED' | 'DISABLED'> {
  const client = new EventBridgeClient({});
  try {
    const Name = stageNames().healthRule;
    await client.send(on ? new EnableRuleCommand({ Name }) : new DisableRuleCommand({ Name }));
    return on ? 'ENABLED' : 'DISABLED';
  } finally {
    client.destroy();
  }
}
