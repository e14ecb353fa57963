import type { Figures } from '../../core/models/model.ts';
import type { Goals } from '../task.ts';

/** Where figures fall short of the goals, in words. */
export function shortfalls({ rocAuc, prAuc, at }: Figures, goals: Goals): readonly string[] {
  return [
    ...short('ROC AUC', rocAuc, goals.rocAuc),
    ...short('PR AUC', prAuc, goals.prAuc),
    ...Object.entries(goals.at).flatMap(([name, { precision, recall }]) => [
      ...short(`precision at ${name}`, at[name]?.precision ?? 0, precision),
      ...short(`recall at ${name}`, at[name]?.recall ?? 0, recall),
    ]),
  ];
}

function short(what: string, value: number, least: number): string[] {
  return value >= least ? [] : [`${what} is ${value.toFixed(3)}, and has to be ${least} or more`];
}
