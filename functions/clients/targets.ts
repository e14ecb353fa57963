import { environment, type PipelineTarget } from '../../core/environment.ts';
import { required, SettingsError } from './settings-error.ts';

/** Reads where the deployed pipelines are. @throws {SettingsError} for anything but a JSON list of targets */
export function pipelineTargets(env: NodeJS.ProcessEnv): readonly PipelineTarget[] {
  const text = required(env, environment.targets);
  const value = parse(text);
  if (Array.isArray(value) && value.every(isTarget)) return value;
  throw new SettingsError(environment.targets, 'a JSON list of {"pipeline", "stream", "mapping"?}', text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTarget(value: unknown): value is PipelineTarget {
  if (typeof value !== 'object' || value === null) return false;
  if (!('pipeline' in value) || typeof value.pipeline !== 'string') return false;
  return 'stream' in value && typeof value.stream === 'string';
}
