import type { FigureWriter } from '../clients/telemetry.ts';
import type { AnalyzeNumbers } from './report.ts';

/** Writes the numbers of a batch. */
export function writeNumbers(figures: FigureWriter, numbers: AnalyzeNumbers): void {
  figures.add('EndToEndLatency', numbers.latencies);
  figures.add('AlertLatency', numbers.alertLatencies);
  figures.add('DecisionLatency', numbers.decisionLatencies);
  // Only of pipelines that decide: CloudWatch bills each metric that there is.
  if (numbers.decisionLatencies.length > 0) figures.add('DecisionsPublished', numbers.decisionLatencies.length);
  figures.add('EventsApplied', numbers.applied);
  figures.add('EventsDuplicate', numbers.duplicate);
  figures.add('EventsLate', numbers.late);
  figures.add('EventsFailed', numbers.failedEvents);
  figures.add('RecordsFailed', numbers.failedRecords);
  figures.add('WindowResults', numbers.results);
  figures.add('AlertsPublished', numbers.alertLatencies.length);
  figures.add('OutputsRefused', numbers.refused);
  figures.add('StateWrites', numbers.stateWrites);
  figures.add('LargestState', numbers.largestState);
  figures.add('IdsOverflowed', numbers.idsOverflowed);
  figures.add('PartsReset', numbers.partsReset);
  figures.add('BytesProcessed', numbers.bytes);
  figures.publish();
}
