import { DescribeRuleCommand } from '@aws-sdk/client-eventbridge';
import { eventBridgeClient } from '../../../functions/clients/aws.ts';
import { runHealthCheck } from '../../health.ts';
import { type Check, nothingWrong } from '../check.ts';

/** The health check is invoked, and all that it looks at is well. */
export const healthCheck: Check = {
  name: 'health report',
  withinMs: 150_000,
  async look() {
    const { checks } = await runHealthCheck();
    const wrong = checks.filter(({ status }) => status !== 'OK');
    const store = checks.find(({ name }) => name === 'cassandra')?.message ?? '';
    return nothingWrong(
      wrong.map(({ name, message }) => `${name}: ${message}`),
      `${checks.length} checks OK; ${store}`,
    );
  },
};

/** The rule that asks for it every day is there and on. */
export const dailyRuleCheck: Check = {
  name: 'daily rule',
  async look({ names }) {
    const client = eventBridgeClient();
    try {
      const { State, ScheduleExpression } = await client.send(new DescribeRuleCommand({ Name: names.healthRule }));
      const found = `${names.healthRule} is ${State}, ${ScheduleExpression}`;
      return nothingWrong(State === 'ENABLED' ? [] : [found], found);
    } finally {
      client.destroy();
    }
  },
};
