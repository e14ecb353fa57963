import type { Window } from '../../core/analysis/window.ts';
import { didYouMean } from '../../core/did-you-mean.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { exitCodes, UserError } from '../errors.ts';

/**
 * The windows that a pipeline declares, or the one of the name.
 * @throws {UserError} where there is none, or none of that name
 */
export function declaredWindows({ name, analysis }: Pipeline, wanted?: string): readonly Window<never>[] {
  const windows: readonly Window<never>[] = analysis?.windows ?? [];
  if (windows.length === 0) {
    throw new UserError(`The pipeline ${name} declares no windows`, {
      hint: `They stand in pipelines/${name}.ts, under analysis.windows; docs/guide-new-pipeline.md shows one.`,
    });
  }
  if (wanted === undefined) return windows;
  const found = windows.filter((window) => window.name === wanted);
  if (found.length > 0) return found;
  const names = windows.map((window) => window.name);
  throw new UserError(`The pipeline ${name} declares no window "${wanted}".${didYouMean(wanted, names)}`, {
    hint: `It declares ${names.join(', ')}.`,
    exitCode: exitCodes.usage,
  });
}
