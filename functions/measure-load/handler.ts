import { environment, type PipelineTarget } from '../../core/environment.ts';
import { dynamoClient, kinesisClient } from '../clients/aws.ts';
import { openShards } from '../clients/open-shards.ts';
import { required } from '../clients/settings-error.ts';
import { stageNames } from '../clients/stage.ts';
import { streamReader } from '../clients/stream-reader.ts';
import { pipelineTargets } from '../clients/targets.ts';
import { openFigures, openLog } from '../clients/telemetry.ts';
import { lastApplied, readTotals } from '../clients/totals.ts';
import { type LoadPorts, type MeasuredLoad, measureLoad } from './measure-load.ts';
import { loadRequest } from './request.ts';

const HOUR_MS = 3_600_000;

const names = stageNames(process.env);
const log = openLog(names.loadFunction);
const dynamo = dynamoClient();
const kinesis = kinesisClient();
const stateTable = required(process.env, environment.stateTable);
const measured = pipelineTargets(process.env).map((target) => ({
  ports: portsOf(target),
  figures: openFigures(names.loadFunction, { pipeline: target.pipeline }),
}));

/**
 * Measures how load lies on the shards of every pipeline's stream, as the metric `ShardSkew`. Invoked by a rule every five
 * minutes, or by hand (see {@link loadRequest}).
 *
 * @throws {LoadRequestError} naming the field of the payload that is wrong
 */
export async function handler(payload: unknown): Promise<readonly MeasuredLoad[]> {
  const request = loadRequest(payload, Date.now());
  return Promise.all(
    measured.map(async ({ ports, figures }) => {
      const load = await measureLoad(ports, request);
      log('info', 'load', load);
      if (load.skew !== undefined) {
        figures.add('ShardSkew', load.skew);
        figures.publish();
      }
      return load;
    }),
  );
}

function portsOf({ pipeline, stream }: PipelineTarget): LoadPorts {
  const reader = streamReader(kinesis, stream);
  return {
    pipeline,
    openShards: () => openShards(kinesis, stream),
    readTotals: (hours) => readTotals(dynamo, stateTable, names.ingestFunction(pipeline), hours),
    waitingSince: async (shard, totals) => {
      const since = new Date(Date.now() - HOUR_MS);
      return (await reader.backlog(shard, lastApplied(totals, shard), since, 1)).oldestArrivedAt;
    },
  };
}
