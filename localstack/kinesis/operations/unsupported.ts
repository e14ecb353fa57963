import { KinesisError } from '../errors.ts';

/** Operations of the API that the engine does not serve, and why. */
const unsupported: Readonly<Record<string, string>> = {
  SubscribeToShard: 'the engine gives records to GetRecords only; call LocalStack, which serves it',
  CreateChannel: 'there are no channels',
  DeleteChannel: 'there are no channels',
  DescribeChannel: 'there are no channels',
  ListChannels: 'there are no channels',
  UpdateChannel: 'there are no channels',
  UpdateStreamRecordDistributionStrategy: 'records go to shards by their partition keys',
};

/** The answer to an operation that is not served: whether the API has it, and why it is not there. */
export function unknownOperation(name: string): KinesisError {
  const reason = Object.hasOwn(unsupported, name) ? unsupported[name] : undefined;
  if (reason === undefined) {
    return new KinesisError('UnknownOperationException', `Kinesis has no operation "${name}".`);
  }
  return new KinesisError('UnsupportedOperationException', `${name} is not supported locally: ${reason}.`);
}
