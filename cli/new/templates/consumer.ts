import { PutObjectCommand } from '@aws-sdk/client-s3';
import { defineConsumer } from '../../../core/define-consumer.ts';
import { environment } from '../../../core/environment.ts';
import { s3Client } from '../../../functions/clients/s3.ts';
import { required } from '../../../functions/clients/settings-error.ts';
import pipeline from '../../../pipelines/sensors.ts';

const s3 = s3Client();

/**
 * Keeps the events of sensors, a line each, in files of the operations bucket: `consumers/sensors-archive/<day>/<shard>-<position>.ndjson`.
 * A file is called by the position of its first event. A batch that comes again, after a failure, begins with the same one, so
 * it is written over and no event is there twice.
 */
export default defineConsumer({
  name: 'archive',
  pipeline,
  description: 'Keeps the events of sensors as NDJSON in the operations bucket',

  // With the oldest record that the stream still has; core/consumer.ts has the other settings.
  startingPosition: 'TRIM_HORIZON',
  batchingWindowSeconds: 1,

  // All that it may do, beside reading the stream.
  permissions: ({ operationsBucket }) => [
    { actions: ['s3:PutObject'], resources: [`${operationsBucket}/consumers/sensors-archive/*`] },
  ],

  // Delivery is at least once: what is done here has to be the same when it is done twice.
  async handle(events) {
    const [{ position, arrivedAt }] = events;
    const lines = events.map(({ event, position: { shard, sequence } }) => JSON.stringify({ shard, sequence, event }));
    const day = new Date(arrivedAt).toISOString().slice(0, 10);
    await s3.send(
      new PutObjectCommand({
        Bucket: required(process.env, environment.operationsBucket),
        Key: `consumers/sensors-archive/${day}/${position.shard}-${position.sequence}.ndjson`,
        Body: `${lines.join('\n')}\n`,
        ContentType: 'application/x-ndjson',
      }),
    );
  },
});
