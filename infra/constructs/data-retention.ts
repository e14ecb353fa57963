import { RemovalPolicy } from 'aws-cdk-lib';

/** What happens to tables, streams and the bucket when their stack or their definition goes. */
export interface DataRetention {
  /**
   * Keep them, and protect their stacks from deletion. Without it `cdk destroy` deletes them, and so does a deployment after
   * a pipeline was taken out of `pipelines/`. Even then little is gone at once: CloudFormation refuses to delete a bucket
   * that holds objects, and both Keyspaces and DynamoDB restore a deleted table within 35 days, since point-in-time recovery
   * is on. What only the stream holds is gone.
   * @default false, so that a lab can be taken down and set up again
   */
  readonly retainData?: boolean;
}

/** The removal policy that goes with it. */
export function removalPolicy({ retainData = false }: DataRetention): RemovalPolicy {
  return retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
