import type { Analysis, AnalysisDefinition, AnalyzeSettings } from './analysis/analysis.ts';
import { validateDecider } from './analysis/decisions/validate-decider.ts';
import { validateRule } from './analysis/rules/validate-rule.ts';
import { validateWindow } from './analysis/windows/validate-window.ts';
import { matches, whole } from './settings.ts';
import { show } from './show.ts';
import { validateTable } from './validate-table.ts';

const DAY_SECONDS = 86_400;

/**
 * Fills in the defaults of an analysis and refuses what could not work, before anything is deployed.
 * @throws {RangeError} naming the setting, its range and the value received
 */
export function defineAnalysis<E>(definition: AnalysisDefinition<E>): Analysis<E> {
  const { windows = [], rules = [], decider, alertTable, alertStream } = definition;
  const latenessSeconds = whole('analysis.latenessSeconds', definition.latenessSeconds ?? 60, 0, DAY_SECONDS);
  const dedupeSeconds = whole(
    'analysis.dedupeSeconds',
    definition.dedupeSeconds ?? latenessSeconds,
    latenessSeconds,
    7 * DAY_SECONDS,
  );
  for (const window of windows) {
    validateWindow(window);
    if (window.table) validateTable(window.table.table);
  }
  for (const rule of rules) validateRule(rule, windows);
  if (decider) validateDecider(decider, windows);
  unique('analysis.windows', windows);
  unique('analysis.rules', rules);
  if (alertTable) validateTable(alertTable.table);
  if (alertStream !== undefined) {
    matches('analysis.alertStream', alertStream, /^[a-zA-Z0-9_.-]{1,128}$/, '1 to 128 letters, digits and _.-');
  }
  return {
    latenessSeconds,
    dedupeSeconds,
    windows,
    rules,
    ...(decider && { decider }),
    ...(alertTable && { alertTable }),
    ...(alertStream !== undefined && { alertStream }),
    function: settingsOf(definition.function ?? {}),
  };
}

function settingsOf(given: Partial<AnalyzeSettings>): AnalyzeSettings {
  const at = 'analysis.function';
  return {
    batchSize: whole(`${at}.batchSize`, given.batchSize ?? 500, 1, 10_000),
    batchingWindowSeconds: whole(`${at}.batchingWindowSeconds`, given.batchingWindowSeconds ?? 0, 0, 300),
    memoryMb: whole(`${at}.memoryMb`, given.memoryMb ?? 512, 128, 10_240),
    timeoutSeconds: whole(`${at}.timeoutSeconds`, given.timeoutSeconds ?? 60, 1, 900),
  };
}

function unique(setting: string, named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined)
    throw new RangeError(`${setting} must have names of their own (received ${show(twice)} twice)`);
}
