import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type BundleOptions, bundledCode } from './bundle.ts';
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
  /** Reserved concurrency, 1 to 1,000. @default none: a new account has ten in all */
  readonly reservedConcurrency?: number;
  /** Variables, named in `core/environment.ts`. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** How often Lambda repeats an asynchronous invocation that failed, 0 to 2. @default 2 */
  readonly asyncRetries?: number;
  /** How long Lambda holds on to an asynchronous invocation that finds no concurrency free or failed, 60 to 21,600 s. @default 21600 */
  readonly asyncMaxAgeSeconds?: number;
  /** Where an asynchronous invocation goes that failed every time. @default nowhere */
  readonly deadLetterQueue?: sqs.IQueue;
  /** How long logs are kept. @default two weeks */
  readonly logRetention?: logs.RetentionDays;
}

/**
 * A Lambda function on Node 24 with a role and a log group of its own. The role may write to that log group and do what
 * {@link allow} was asked for, nothing else: no managed policy, and no leave to create log groups, so that none comes back
 * after a stack was deleted. `arm64`, since it costs a fifth less than `x86_64` and the code is plain JavaScript. Logs
 * are plain text to Lambda: the functions write JSON lines themselves.
 */
export class PipelineFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;

  /** @throws {RangeError} for a value out of range; {Error} when there is no handler */
  constructor(scope: Construct, id: string, props: PipelineFunctionProps) {
    super(scope, id);
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Role of ${props.functionName}`,
    });
    const logGroup = new logs.LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: props.logRetention ?? logs.RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(this.role);
    const { reservedConcurrency: reserved, asyncRetries, asyncMaxAgeSeconds } = props;
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
      environment: { ...props.environment },
      ...(reserved === undefined
        ? {}
        : { reservedConcurrentExecutions: requireWhole('reservedConcurrency', reserved, 1, 1_000) }),
      ...(asyncRetries === undefined ? {} : { retryAttempts: requireWhole('asyncRetries', asyncRetries, 0, 2) }),
      ...(asyncMaxAgeSeconds === undefined
        ? {}
        : { maxEventAge: Duration.seconds(requireWhole('asyncMaxAgeSeconds', asyncMaxAgeSeconds, 60, 21_600)) }),
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
    });
  }

  /** Lets the function do `actions` on exactly `resources`. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }
}
