import * as sdk from '@aws-sdk/client-kinesis';

/** Names of the operations that the SDK has. */
export const operationsOfSdk: readonly string[] = Object.keys(sdk)
  .filter((name) => name.endsWith('Command') && !name.startsWith('$'))
  .map((name) => name.slice(0, -'Command'.length));
