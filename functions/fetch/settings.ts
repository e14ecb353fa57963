import { environment, type PullTarget } from '../../core/environment.ts';
import { intervalMinutes } from '../../core/pull/interval.ts';
import { required, SettingsError } from '../clients/settings-error.ts';

/** How the deployment wants the source to be read. */
export interface FetchSettings extends PullTarget {
  readonly everyMinutes: number;
}

/** Reads them from {@link environment.pull}. @throws {SettingsError} for anything but a JSON object with the interval */
export function fetchSettings(env: NodeJS.ProcessEnv): FetchSettings {
  const text = required(env, environment.pull);
  try {
    const target = JSON.parse(text) as PullTarget;
    return { ...target, everyMinutes: intervalMinutes('every', target.every) };
  } catch {
    throw new SettingsError(environment.pull, 'JSON such as {"every":"1d"}', text);
  }
}
