import type { Check } from '../check.ts';
import { analysisCheck, ledgerCheck } from './delivery.ts';
import { bucketCheck, keyspacesCheck, stateTablesCheck, streamCheck } from './encryption.ts';
import { mappingsCheck, signInCheck } from './functions.ts';
import { dailyRuleCheck, healthCheck } from './health.ts';
import { alarmsCheck, logsCheck, metricsCheck, tracesCheck } from './observability.ts';
import { registryCheck } from './registry.ts';

/** What has to be so after the run, in the order in which it is looked at: data first, metrics last, since they take minutes to come. */
export const checks: readonly Check[] = [
  ledgerCheck,
  healthCheck,
  analysisCheck,
  signInCheck,
  mappingsCheck,
  streamCheck,
  stateTablesCheck,
  bucketCheck,
  keyspacesCheck,
  registryCheck,
  dailyRuleCheck,
  logsCheck,
  metricsCheck,
  alarmsCheck,
  tracesCheck,
];
