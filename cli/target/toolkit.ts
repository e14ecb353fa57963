import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** The stack of CDK's own bucket and roles, once an account and region. */
const TOOLKIT_STACK = 'CDKToolkit';

/** Whether CDK has been bootstrapped where the clients of this process point to. @throws what CloudFormation throws but for "does not exist" */
export async function toolkitIsThere(): Promise<boolean> {
  const client = new CloudFormationClient({});
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: TOOLKIT_STACK }));
    return Stacks?.some(({ StackStatus }) => StackStatus?.endsWith('_COMPLETE')) ?? false;
  } catch (error) {
    if ((error as Error).name === 'ValidationError') return false;
    throw error;
  } finally {
    client.destroy();
  }
}
