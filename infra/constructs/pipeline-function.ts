import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';
import { environment } from '../../core/environment.ts';
import { reservedConcurrencies, shortName } from '../concurrency.ts';
import { logRetention } from '../log-retention.ts';
import { namesIn } from '../stage.ts';
import { tracing } from '../tracing.ts';
import { acknowledge, literalEnding } from './acknowledge.ts';
import { type BundleOptions, bundledCode } from './bundle.ts';
import { customerKey, keyStatements } from './customer-key.ts';
import { requireWhole } from './ranges.ts';

export interface PipelineFunctionProps extends BundleOptions {
  /** Name of the function, 1 to 64 characters of `a-zA-Z0-9-_`. */
  readonly functionName: string;
  /** What it does, in a sentence. */
  readonly description: string;
  /** Memory, in MB, 128 to 10,240; processor time grows with it. @default 512 */
  readonly memoryMb?: number;
  /** Time-out, in seconds, 1 to 900. @default 60 */
  readonly timeoutSeconds?: number;
  /** Reserved concurrency, 1 to 1,000; the context key `concurrency` goes before. @default none: a new account has ten in all */
  readonly reservedConcurrency?: number;
  /** Variables, named in `core/environment.ts`. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** How often Lambda repeats an asynchronous invocation that failed, 0 to 2. @default 2 */
  readonly asyncRetries?: number;
  /** How long Lambda holds on to an asynchronous invocation that finds no concurrency free or failed, 60 to 21,600 s. @default 21600 */
  readonly asyncMaxAgeSeconds?: number;
  /** Where an asynchronous invocation goes that failed every time. @default nowhere */
  readonly deadLetterQueue?: sqs.IQueue;
}

/**
 * A Lambda function on Node 24 with a role and a log group of its own. The role may write to that log group, send traces to
 * X-Ray, and do what {@link allow} was asked for, nothing else: no managed policy, and no leave to create log groups, so that
 * none comes back after a stack was deleted. `arm64`, since it costs a fifth less than `x86_64` and the code is plain
 * JavaScript. Logs are plain text to Lambda: the functions write JSON lines themselves. The context keys `tracing`,
 * `logRetentionDays` and `concurrency` say what is the same, or another, for the functions of a deployment.
 */
export class PipelineFunction extends Construct {
  readonly function: lambda.Function;
  /** Its name without what all begin with, as the context key `concurrency` has it. */
  readonly shortName: string;
  readonly role: iam.Role;
  /** How many executions there may be at a time; undefined: as many as the account has. */
  readonly reservedConcurrency: number | undefined;
  /** Its name as it is deployed, and what its code is made of. */
  readonly bundle: BundleOptions & { readonly functionName: string };

  /** @throws {RangeError} for a value out of range; {Error} when there is no handler */
  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    const { prefix } = namesIn(this);
    this.shortName = shortName(props.functionName, prefix);
    this.bundle = { functionName: props.functionName, ...bundleOptions(props) };
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Role of ${props.functionName}`,
    });
    const key = customerKey(this);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: logRetention(this.node),
      ...(key && { encryptionKey: key }),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(this.role);
    const { asyncRetries, asyncMaxAgeSeconds } = props;
    this.reservedConcurrency = reservedConcurrencies(this.node).get(this.shortName) ?? props.reservedConcurrency;
    this.function = new lambda.Function(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: bundledCode(props),
      memorySize: requireWhole('memoryMb', props.memoryMb ?? 512, 128, 10_240),
      timeout: Duration.seconds(requireWhole('timeoutSeconds', props.timeoutSeconds ?? 60, 1, 900)),
      role: this.role,
      logGroup,
      environment: { ...(prefix !== '' && { [environment.prefix]: prefix }), ...props.environment },
      tracing: tracing(this.node) ? lambda.Tracing.ACTIVE : lambda.Tracing.DISABLED,
      ...(this.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: requireWhole('reservedConcurrency', this.reservedConcurrency, 1, 1_000),
      }),
      ...(asyncRetries === undefined ? {} : { retryAttempts: requireWhole('asyncRetries', asyncRetries, 0, 2) }),
      ...(asyncMaxAgeSeconds === undefined
        ? {}
        : { maxEventAge: Duration.seconds(requireWhole('asyncMaxAgeSeconds', asyncMaxAgeSeconds, 60, 21_600)) }),
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
    // The queue is granted by aws-cdk-lib, its key is not.
    if (props.deadLetterQueue !== undefined) this.#allowKey(['sqs:SendMessage']);
    if (!tracing(this.node))
      acknowledge(this.function, 'Serverless-LambdaTracing', 'Switched off by the context key tracing');
    else acknowledge(this.#policy, 'AwsSolutions-IAM5', 'X-Ray has no resources to name', ['Resource::*']);
  }

  /** The one that holds all that the role may do. */
  get #policy(): IConstruct {
    return this.role.node.findChild('DefaultPolicy');
  }

  /**
   * Lets the function do `actions` on exactly `resources`, and use the customer's key for them, where there is one.
   *
   * @param wildcard why resources end with `*`, for those that do: cdk-nag is told, and holds them against the app without a reason
   */
  allow(actions: readonly string[], resources: readonly string[], wildcard?: string): void {
    this.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }));
    this.#allowKey(actions);
    if (wildcard === undefined) return;
    const endings = resources
      .filter((resource) => resource.endsWith('*'))
      .map((resource) => literalEnding(this, resource));
    acknowledge(this.#policy, 'AwsSolutions-IAM5', wildcard, endings);
  }

  #allowKey(actions: readonly string[]): void {
    for (const statement of keyStatements(this, actions)) this.role.addToPrincipalPolicy(statement);
  }

  /** Says why an asynchronous invocation that failed every time is kept nowhere; to be said where there is no dead-letter queue. */
  withoutDeadLetters(reason: string): void {
    acknowledge(this.function, 'Serverless-LambdaDLQ', reason);
    const asynchronous = this.function.node.tryFindChild('EventInvokeConfig');
    if (asynchronous !== undefined) acknowledge(asynchronous, 'Serverless-LambdaAsyncFailureDestination', reason);
  }
}

/** Of all that makes up a function, what its code is made of. */
function bundleOptions({ folder, pipelineFile, consumerFile, wire }: PipelineFunctionProps): BundleOptions {
  return {
    folder,
    ...(pipelineFile !== undefined && { pipelineFile }),
    ...(consumerFile !== undefined && { consumerFile }),
    ...(wire !== undefined && { wire }),
  };
}
