import type { Pipeline } from '../../pipeline.ts';
import type { Analysis } from '../analysis.ts';
import { createDeciderPart } from '../decisions/decider-part.ts';
import type { WindowPart } from '../parts.ts';
import type { Rule } from '../rule.ts';
import { alertOf } from '../rules/alert-of.ts';
import { createRulePart } from '../rules/rule-part.ts';
import type { Window } from '../window.ts';
import { createWindowPart } from '../windows/window-part.ts';
import { createItemParts, type ItemParts, type ItemRule } from './item-parts.ts';

/** A pipeline that has an analysis. */
export type AnalyzedPipeline<E> = Pipeline<E> & { readonly analysis: Analysis<E> };

/** A window of scope `stream`, and what lives in the items of its groups. */
export interface StreamWindow<E> {
  readonly window: WindowPart<E>;
  readonly parts: ItemParts<E>;
}

/** All windows and rules of a pipeline at work, by the items that they live in. */
export interface PipelineParts<E> {
  /** Of the items of partition keys. */
  readonly ofKeys: ItemParts<E>;
  /** Of the items of groups, by window. */
  readonly ofGroups: ReadonlyMap<string, StreamWindow<E>>;
  /** All windows, of both scopes. */
  readonly windows: readonly WindowPart<E>[];
}

/** Makes the windows and rules of a pipeline. A rule on a window lives where the window does, all others in the key's item. */
export function createPipelineParts<E>(pipeline: AnalyzedPipeline<E>): PipelineParts<E> {
  const { windows, rules, decider, latenessSeconds } = pipeline.analysis;
  const byName = new Map(windows.map((window) => [window.name, window]));
  const parts = new Map(
    windows.map((window) => [window.name, createWindowPart(window, { latenessMs: latenessSeconds * 1000 })]),
  );
  const onStream = (name: string | undefined) => name !== undefined && byName.get(name)?.scope === 'stream';
  const rulesAtWork = rules.map((rule) => ruleAtWork(pipeline.name, rule, byName));
  const streamWindows = [...parts.values()].filter(({ name }) => onStream(name));
  return {
    ofKeys: createItemParts(
      [...parts.values()].filter(({ name }) => !onStream(name)),
      rulesAtWork.filter(({ part }) => !onStream(part.window)),
      decider && createDeciderPart(decider),
    ),
    ofGroups: new Map(
      streamWindows.map((window) => {
        const own = rulesAtWork.filter(({ part }) => part.window === window.name);
        return [window.name, { window, parts: createItemParts([window], own) }];
      }),
    ),
    windows: [...parts.values()],
  };
}

function ruleAtWork<E>(pipeline: string, rule: Rule<E>, windows: ReadonlyMap<string, Window<E>>): ItemRule<E> {
  const window = 'window' in rule ? windows.get(rule.window) : undefined;
  return {
    part: createRulePart(rule, { pipeline, ...(window && { window }) }),
    alertOf: (key, finding, raisedAt) => alertOf(pipeline, rule, key, finding, raisedAt),
  };
}
