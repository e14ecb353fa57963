import { exitCodes, UserError } from '../errors.ts';

/** A pipeline, as far as its decider is looked at here. */
export interface WithDecider {
  readonly name: string;
  readonly analysis?: { readonly decider?: { readonly name: string } };
}

/**
 * The pipelines that decide, or the one of them that is asked for.
 * @throws {UserError} where there is none
 */
export function decidingPipelines<P extends WithDecider>(pipelines: readonly P[], asked: string | undefined): P[] {
  const deciding = pipelines.filter(({ analysis }) => analysis?.decider);
  const wanted = deciding.filter(({ name }) => asked === undefined || name === asked);
  if (wanted.length > 0) return wanted;
  const others = deciding.map(({ name }) => name).join(', ');
  throw new UserError(`${asked ?? 'No pipeline'} declares ${asked === undefined ? 'a' : 'no'} decider`, {
    hint: others ? `these do: ${others}` : 'give its analysis a decider: docs/windows-and-rules.md#decisions',
    exitCode: exitCodes.usage,
  });
}
