import type { AlertLatency } from './alert-latency.ts';
import { decisionsByKind } from './found-decisions.ts';
import { type AnalysisReport, alertsByRule } from './report.ts';

/** What `--json` says of windows and alerts. */
export function analysisDocument(report: AnalysisReport): object {
  const { counts, windows, alerts, latency, decisions, decisionLatency } = report;
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
      latencyMs: latencyMs(latency),
      differences: report.alertDifferences,
    },
    ...(decisions && {
      decisions: {
        compared: decisions.length,
        byKind: decisionsByKind(decisions),
        latencyMs: latencyMs(decisionLatency),
        differences: report.decisionDifferences,
      },
    }),
  };
}

function latencyMs({
  measured = 0,
  p50 = null,
  p99 = null,
}: Partial<{ [K in keyof AlertLatency]: number | null }> = {}) {
  return { measured, p50, p99 };
}
