import { environment } from '../../core/environment.ts';
import { type Names, namesOf } from '../../core/names.ts';

/** The prefix of the stage that a function belongs to; nothing in the stage without one. */
export function stagePrefix(env: NodeJS.ProcessEnv): string {
  return env[environment.prefix] ?? '';
}

/** The names of that stage. */
export function stageNames(env: NodeJS.ProcessEnv): Names {
  return namesOf(stagePrefix(env));
}
