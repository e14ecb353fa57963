import { type AnalysisReport, alertsByRule } from './report.ts';

/** What `--json` says of windows and alerts. */
export function analysisDocument(report: AnalysisReport): object {
  const { counts, windows, alerts, latency } = report;
  const { measured = 0, p50 = null, p99 = null } = latency ?? {};
  return {
    analysis: { ...counts, differences: report.bookDifferences },
    windows: {
      compared: report.windowsCompared,
      final: windows.filter(({ final }) => final).length,
      differences: report.windowDifferences,
    },
    alerts: {
      raised: alerts.length,
      compared: report.alertsCompared,
      byRule: alertsByRule(alerts),
      latencyMs: { measured, p50, p99 },
      differences: report.alertDifferences,
    },
  };
}
