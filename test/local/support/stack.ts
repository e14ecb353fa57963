import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { until } from './until.ts';

/** A stack of the suite's cloud, by its name. The SDK has to be pointed at that cloud before. */
export class TestStack {
  readonly #client = new CloudFormationClient();
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** Creates it, and gives what has become of it. */
  async create(template: object): Promise<Stack> {
    await this.#client.send(new CreateStackCommand({ StackName: this.#name, TemplateBody: JSON.stringify(template) }));
    return this.#settled();
  }

  /** Updates it, and gives what has become of it. */
  async update(template: object): Promise<Stack> {
    await this.#client.send(new UpdateStackCommand({ StackName: this.#name, TemplateBody: JSON.stringify(template) }));
    return this.#settled();
  }

  /** Deletes it, and gives its last status; `DELETE_COMPLETE` when it is gone. */
  async delete(): Promise<string> {
    await this.#client.send(new DeleteStackCommand({ StackName: this.#name }));
    return (await this.#settled()).StackStatus ?? '';
  }

  /** Logical and physical ids of its resources. */
  async resources(): Promise<Record<string, string | undefined>> {
    const { StackResources } = await this.#client.send(new DescribeStackResourcesCommand({ StackName: this.#name }));
    return Object.fromEntries((StackResources ?? []).map((each) => [each.LogicalResourceId, each.PhysicalResourceId]));
  }

  async #settled(): Promise<Stack> {
    return await until(
      () => this.#describe(),
      ({ StackStatus }) => !StackStatus?.endsWith('IN_PROGRESS'),
    );
  }

  async #describe(): Promise<Stack> {
    try {
      const { Stacks } = await this.#client.send(new DescribeStacksCommand({ StackName: this.#name }));
      const [stack] = Stacks ?? [];
      if (stack) return stack;
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('does not exist'))) throw error;
    }
    return { StackName: this.#name, CreationTime: undefined, StackStatus: 'DELETE_COMPLETE' };
  }
}
