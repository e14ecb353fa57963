import type { Node } from 'constructs';
import type { ContextKey } from './context-keys.ts';

/**
 * Reads the context key `alarms` (`cdk deploy -c alarms=off`, or in `cdk.json`): whether the deployment gets alarms on metrics.
 *
 * @throws {TypeError} for a value other than on and off
 */
export function alarmsWanted(node: Pick<Node, 'tryGetContext'>): boolean {
  const value: unknown = node.tryGetContext('alarms' satisfies ContextKey) ?? 'on';
  if (value === 'on') return true;
  if (value === 'off') return false;
  throw new TypeError(`Context "alarms" must be on or off (received ${JSON.stringify(value)})`);
}
