import { didYouMean } from '../../core/did-you-mean.ts';
import { exitCodes, UserError } from '../errors.ts';

/** A pipeline, as far as its rules are looked at here. */
export interface WithRules {
  readonly name: string;
  readonly analysis?: { readonly rules: readonly { readonly name: string }[] };
}

/** The rules of each pipeline, a line a pipeline, indented as a hint is. */
export function rulesText(pipelines: readonly WithRules[]): string {
  return pipelines
    .map(({ name, analysis }) => `${name}: ${analysis?.rules.map((rule) => rule.name).join(', ') || 'no rules'}`)
    .join('\n  ');
}

/** Refuses the name of a rule that none of the pipelines declares. @throws {UserError} */
export function requireRule(rule: string | undefined, pipelines: readonly WithRules[]): void {
  if (rule === undefined) return;
  if (pipelines.some(({ analysis }) => analysis?.rules.some(({ name }) => name === rule))) return;
  const [first, ...others] = pipelines.map(({ name }) => name);
  const what =
    others.length === 0
      ? `${first} declares no rule "${rule}".`
      : `None of ${[first, ...others].join(', ')} declares a rule "${rule}".`;
  const rules = pipelines.flatMap(({ analysis }) => analysis?.rules.map(({ name }) => name) ?? []);
  throw new UserError(`${what}${didYouMean(rule, rules)}`, { hint: rulesText(pipelines), exitCode: exitCodes.usage });
}
