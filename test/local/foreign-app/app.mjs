import path from 'node:path';
import {
  App,
  CfnOutput,
  aws_s3_deployment as deployment,
  aws_dynamodb as dynamodb,
  aws_events as events,
  aws_lambda as lambda,
  aws_lambda_nodejs as nodejs,
  RemovalPolicy,
  Stack,
  aws_s3 as s3,
  aws_lambda_event_sources as sources,
  aws_sqs as sqs,
  aws_events_targets as targets,
} from 'aws-cdk-lib';

const below = (name) => path.join(import.meta.dirname, name);

/** What many small apps are made of, none of it Caudal's: files in a bucket, a queue, a function, a table, a rule. */
class ForeignStack extends Stack {
  constructor(scope, id) {
    super(scope, id);
    const bucket = new s3.Bucket(this, 'Site', {
      removalPolicy: RemovalPolicy.DESTROY,
      // A second custom resource, in Node.
      autoDeleteObjects: true,
    });
    new deployment.BucketDeployment(this, 'Files', {
      sources: [deployment.Source.asset(below('site'))],
      destinationBucket: bucket,
    });
    const table = new dynamodb.Table(this, 'Messages', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const queue = new sqs.Queue(this, 'Queue');
    const worker = new nodejs.NodejsFunction(this, 'Worker', {
      entry: below('worker/index.mjs'),
      runtime: lambda.Runtime.NODEJS_24_X,
      environment: { TABLE: table.tableName },
      // The SDK goes along: only AWS's own runtimes have one.
      bundling: { externalModules: [] },
      depsLockFilePath: below('../../../package-lock.json'),
    });
    table.grantWriteData(worker);
    worker.addEventSource(new sources.SqsEventSource(queue));
    const url = worker.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
    new events.Rule(this, 'Orders', {
      eventPattern: { source: ['foreign.orders'] },
      targets: [new targets.SqsQueue(queue)],
    });
    new CfnOutput(this, 'Bucket', { value: bucket.bucketName });
    new CfnOutput(this, 'Table', { value: table.tableName });
    new CfnOutput(this, 'QueueUrl', { value: queue.queueUrl });
    new CfnOutput(this, 'FunctionUrl', { value: url.url });
  }
}

new ForeignStack(new App(), 'foreign-app');
