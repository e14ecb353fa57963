import { allDifferences } from '../../analysis/report.ts';
import { settleAnalysis } from '../../analysis/settle.ts';
import { settleAccount } from '../../ledger/settle.ts';
import { isClean } from '../../ledger/text.ts';
import { type Check, nothingWrong, passed, type Subject, skipped } from '../check.ts';

/** How long a record may be on its way: a cold start of Lambda, and the first session with Keyspaces, take seconds. */
const ON_ITS_WAY_MS = 120_000;

/** Every record that was acknowledged is a row or a rejection, once, as it was sent. */
export const ledgerCheck: Check = {
  name: 'ledger',
  withinMs: ON_ITS_WAY_MS + 60_000,
  async look(subject) {
    const account = await settleAccount({ ...settling(subject), deadlineMs: ON_ITS_WAY_MS, waitMs: ON_ITS_WAY_MS });
    const { sent, stored, duplicate, rejected, failed, inFlight, lost } = account.counts;
    const sum = `sent ${sent} = stored ${stored} + duplicate ${duplicate} + rejected ${rejected} + failed ${failed} + in flight ${inFlight} + lost ${lost}`;
    const p50 = account.latency?.total.p50;
    const took = p50 === undefined ? '' : `; put to row p50 ${Math.round(p50)} ms`;
    return nothingWrong(isClean(account) && sent > 0 ? [] : [sum], `${sum}${took}`);
  },
};

/** Windows and alerts are as the plain reference has them, which reads the stream itself. */
export const analysisCheck: Check = {
  name: 'windows and alerts',
  withinMs: 180_000,
  async look(subject) {
    const { analysis, ...pipeline } = subject.pipeline;
    if (analysis === undefined) return skipped(`${pipeline.name} has no windows and rules`);
    const waitMs = ON_ITS_WAY_MS;
    const report = await settleAnalysis({ ...settling(subject), pipeline: { ...pipeline, analysis }, waitMs });
    const differences = allDifferences(report);
    if (differences.length === 0) {
      return passed(`${report.windowsCompared} windows and ${report.alertsCompared} alerts equal to the reference`);
    }
    return nothingWrong(
      differences.slice(0, 3).map(({ of, what }) => `${of} ${what}`),
      '',
    );
  },
};

function settling({ target, operationsBucket: bucket, pipeline, runId, signal }: Subject) {
  return { connect: target.connect, bucket, pipeline, runId, signal };
}
