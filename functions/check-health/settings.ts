/** What the checks hold things against. */
export interface HealthSettings {
  /** Who asked: `schedule` for the rule, else `manual` or what the payload says (1 to 64 characters). */
  readonly trigger: string;
  /** Tries before a check is judged, 1 to 10. @default 3 */
  readonly attempts: number;
  /** Rejected share of the last hour's records above which it is bad, 0 to 1. @default 0.25 */
  readonly maxRejectedShare: number;
  /** How long an event may wait in the stream to be stored, in seconds, 1 to 43,200. @default 300 */
  readonly maxWaitSeconds: number;
  /** How far back failed batches count, in hours, 1 to 168. @default 24 */
  readonly failedBatchHours: number;
}

/** The payload asks for something that can't be: names the field, the value received and what is allowed. */
class HealthRequestError extends Error {
  override readonly name = 'HealthRequestError';
}

type Threshold = Exclude<keyof HealthSettings, 'trigger'>;

interface Range {
  readonly variable: string;
  readonly fallback: number;
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

const ranges: Readonly<Record<Threshold, Range>> = {
  attempts: { variable: 'CAUDAL_HEALTH_ATTEMPTS', fallback: 3, low: 1, high: 10, whole: true },
  maxRejectedShare: { variable: 'CAUDAL_HEALTH_MAX_REJECTED_SHARE', fallback: 0.25, low: 0, high: 1, whole: false },
  maxWaitSeconds: { variable: 'CAUDAL_HEALTH_MAX_WAIT_SECONDS', fallback: 300, low: 1, high: 43_200, whole: true },
  failedBatchHours: { variable: 'CAUDAL_HEALTH_FAILED_BATCH_HOURS', fallback: 24, low: 1, high: 168, whole: true },
};

/**
 * Reads the settings: each threshold from the payload, else from its environment variable, else its default. The event of
 * an EventBridge rule says nothing of thresholds, so its fields are not looked at.
 *
 * @throws {HealthRequestError}
 */
export function healthSettings(payload: unknown, env: NodeJS.ProcessEnv): HealthSettings {
  const given = fieldsOf(payload);
  if (given.source === 'aws.events') return settings({}, env, 'schedule');
  const known = ['trigger', ...Object.keys(ranges)];
  const stranger = Object.keys(given).find((field) => !known.includes(field));
  if (stranger !== undefined) {
    throw new HealthRequestError(`there is no field "${stranger}"; the fields are ${known.join(', ')}`);
  }
  return settings(given, env, triggerOf(given.trigger));
}

type Fields = Readonly<Record<string, unknown>>;

function settings(given: Fields, env: NodeJS.ProcessEnv, trigger: string): HealthSettings {
  const read = (field: Threshold): number => threshold(field, given, env);
  return {
    trigger,
    attempts: read('attempts'),
    maxRejectedShare: read('maxRejectedShare'),
    maxWaitSeconds: read('maxWaitSeconds'),
    failedBatchHours: read('failedBatchHours'),
  };
}

function threshold(field: Threshold, given: Fields, env: NodeJS.ProcessEnv): number {
  const { variable, fallback, low, high, whole } = ranges[field];
  const name = given[field] !== undefined ? field : variable;
  const value = given[field] ?? (env[variable] ? Number(env[variable]) : fallback);
  if (typeof value === 'number' && value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  const received = given[field] !== undefined ? JSON.stringify(value) : env[variable];
  throw new HealthRequestError(`${name} must be ${kind} from ${low} to ${high} (received ${received})`);
}

function triggerOf(value: unknown): string {
  if (value === undefined) return 'manual';
  if (typeof value === 'string' && value.length >= 1 && value.length <= 64) return value;
  throw new HealthRequestError(`trigger must be text of 1 to 64 characters (received ${JSON.stringify(value)})`);
}

function fieldsOf(payload: unknown): Fields {
  if (payload === undefined || payload === null) return {};
  if (typeof payload === 'object' && !Array.isArray(payload)) return payload as Fields;
  throw new HealthRequestError(`the payload must be a JSON object (received ${JSON.stringify(payload)})`);
}
