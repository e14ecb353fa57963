import path from 'node:path';

/** How the engine runs, by environment variables. */
export interface Settings {
  /** `CAUDAL_KINESIS_PORT`, on 127.0.0.1. 0 for any free one. */
  readonly port: number;
  /** `CAUDAL_KINESIS_FOLDER`: the engine's own; made where it is not there. Absolute path. */
  readonly folder: string;
  /** `CAUDAL_KINESIS_LIMITS=1`: shards refuse what AWS' shards refuse. @default false */
  readonly limits: boolean;
}

/** Reads the settings. @throws {RangeError} for a variable that is missing or cannot be used; it names it and the value */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const port = Number(env.CAUDAL_KINESIS_PORT);
  if (env.CAUDAL_KINESIS_PORT === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(`CAUDAL_KINESIS_PORT must be a port from 0 to 65535 (received "${env.CAUDAL_KINESIS_PORT}")`);
  }
  const folder = env.CAUDAL_KINESIS_FOLDER ?? '';
  if (!path.isAbsolute(folder)) {
    throw new RangeError(`CAUDAL_KINESIS_FOLDER must be an absolute path (received "${folder}")`);
  }
  const limits = env.CAUDAL_KINESIS_LIMITS ?? '0';
  if (limits !== '0' && limits !== '1') {
    throw new RangeError(`CAUDAL_KINESIS_LIMITS must be 0 or 1 (received "${limits}")`);
  }
  return { port, folder, limits: limits === '1' };
}
