import type { CloudConfig } from '../../localstack/config.ts';
import type { Finding } from '../../localstack/doctor/finding.mjs';
import { CqlShell } from '../cql.ts';
import { deployedPipelines } from '../deployed-pipelines.ts';
import { findDeployment, useLocalAws } from '../deployment.ts';
import { stageNames } from '../stage.ts';
import { fetchStatuses } from '../status/fetches.ts';
import { pipelineStatuses } from '../status/pipelines.ts';
import { consumerFindings } from './consumers.ts';
import { fetchFindings } from './fetches.ts';
import { functionFindings, readFunctions } from './functions.ts';
import { givenUpFindings, readGivenUp } from './given-up.ts';
import { readStacks, stackFindings } from './stacks.ts';
import { neededTables, readTables, tableFinding } from './tables.ts';

type Checks = Readonly<Record<string, () => Promise<Finding | Finding[]>>>;

/** Checks of what is deployed on a cloud that runs. Of a cloud with nothing on it there is that alone to say. */
export async function deploymentChecks(config: CloudConfig): Promise<Checks> {
  useLocalAws(config);
  const stacks = await readStacks();
  const said: Checks = { stacks: async () => stackFindings(stacks) };
  if (!stacks.some(({ StackName }) => StackName === stageNames().stacks.storage)) return said;
  const deployed = async () => deployedPipelines(await findDeployment(config));
  return {
    ...said,
    functions: async () => functionFindings(await readFunctions(await deployed())),
    consumers: async () => consumerFindings(await pipelineStatuses(await deployed())),
    fetch: async () => fetchFindings(await fetchStatuses(await deployed())),
    tables: async () => {
      const shell = await CqlShell.connect(config);
      return readTables(shell)
        .then(async (there) => tableFinding(there, neededTables(await deployed())))
        .finally(() => shell.close());
    },
    'given up': async () => {
      const { operationsBucket } = await findDeployment(config);
      return givenUpFindings(await readGivenUp(config, operationsBucket));
    },
  };
}
