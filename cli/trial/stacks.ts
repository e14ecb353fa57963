import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { UserError } from '../errors.ts';

const POLL_MS = 2_000;

/** Looks at stacks and deletes them, wherever the clients of this process point to. */
export class Stacks {
  readonly #client = new CloudFormationClient({});

  /** The stack; nothing where there is none. @throws what CloudFormation throws but for "does not exist" */
  async find(name: string): Promise<Stack | undefined> {
    try {
      const { Stacks: found = [] } = await this.#client.send(new DescribeStacksCommand({ StackName: name }));
      return found[0]?.StackStatus === 'DELETE_COMPLETE' ? undefined : found[0];
    } catch (error) {
      if ((error as Error).name === 'ValidationError') return undefined;
      throw error;
    }
  }

  /** An output of a stack. @throws {UserError} when there is no such stack or output */
  async output(stack: string, key: string): Promise<string> {
    const found = (await this.find(stack))?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    if (found) return found;
    throw new UserError(`The stack ${stack} has no output ${key}: its deployment did not come to its end`);
  }

  /**
   * Deletes a stack and waits until it is gone; harmless where there is none. One that is under way is waited for first:
   * CloudFormation deletes none while it updates it.
   *
   * @throws {UserError} with CloudFormation's reasons, when it can't be deleted
   */
  async delete(name: string, signal: AbortSignal): Promise<void> {
    if ((await this.#settled(name, signal)) === undefined) return;
    await this.#client.send(new DeleteStackCommand({ StackName: name }));
    const left = await this.#settled(name, signal);
    if (left === undefined) return;
    throw new UserError(`CloudFormation could not delete ${name}: ${await this.#reasons(name)}`);
  }

  close(): void {
    this.#client.destroy();
  }

  async #settled(name: string, signal: AbortSignal): Promise<Stack | undefined> {
    for (;;) {
      const stack = await this.find(name);
      const status = stack?.StackStatus ?? '';
      // A stack in REVIEW has a change set that nobody has executed: nothing is under way.
      if (!status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS') return stack;
      await sleep(POLL_MS, undefined, { signal });
    }
  }

  /** Why resources of the stack could not be deleted, as its latest events say. */
  async #reasons(name: string): Promise<string> {
    const { StackEvents = [] } = await this.#client.send(new DescribeStackEventsCommand({ StackName: name }));
    const failures = StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED');
    return (
      failures.map(({ LogicalResourceId: id, ResourceStatusReason: why }) => `${id}: ${why}`).join('; ') ||
      'no reason given'
    );
  }
}
