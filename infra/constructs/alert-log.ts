import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { addToDeadLetterQueueResourcePolicy } from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { namesIn } from '../stage.ts';
import { alertPattern } from './alert-pattern.ts';
import { customerKey } from './customer-key.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

/**
 * The log group that gets every event on the bus of alerts, whole, and keeps it as long as `ops.alerts` does.
 *
 * EventBridge writes to log groups by leave of a resource policy alone, a role would not do; an account has ten of those a
 * region. The target of aws-cdk-lib would bring a custom resource, with a function that may do the same on every log group.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions
 */
export class AlertLog extends Construct {
  constructor(scope: Construct, id: string, bus: events.IEventBus) {
    super(scope, id);
    const key = customerKey(this);
    const group = new logs.LogGroup(this, 'Group', {
      logGroupName: namesIn(this).alertLogGroup,
      retention: logs.RetentionDays.THREE_MONTHS,
      ...(key && { encryptionKey: key }),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const policy = new logs.ResourcePolicy(this, 'Policy', {
      resourcePolicyName: namesIn(this).alertLogPolicy,
      policyStatements: [
        new iam.PolicyStatement({
          principals: [
            new iam.ServicePrincipal('events.amazonaws.com'),
            new iam.ServicePrincipal('delivery.logs.amazonaws.com'),
          ],
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [group.logGroupArn],
        }),
      ],
    });
    const rule = new events.Rule(this, 'ToLog', {
      description: 'Brings every alert of Caudal to the log group',
      eventBus: bus,
      eventPattern: alertPattern,
      targets: [new LogGroupTarget(group, new DeadLetterQueue(this, 'DeadLetters'))],
    });
    rule.node.addDependency(policy);
  }
}

class LogGroupTarget implements events.IRuleTarget {
  readonly #group: logs.LogGroup;
  readonly #deadLetterQueue: DeadLetterQueue;

  constructor(group: logs.LogGroup, deadLetterQueue: DeadLetterQueue) {
    this.#group = group;
    this.#deadLetterQueue = deadLetterQueue;
  }

  bind(rule: events.IRuleRef): events.RuleTargetConfig {
    addToDeadLetterQueueResourcePolicy(rule, this.#deadLetterQueue);
    return {
      // The ARN that the group itself gives ends with `:*`, which a target must not.
      arn: Stack.of(this.#group).formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: this.#group.logGroupName,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      deadLetterConfig: { arn: this.#deadLetterQueue.queueArn },
      targetResource: this.#group,
    };
  }
}
