/** How the door of the registry runs, by environment variables. */
export interface Settings {
  /** `CAUDAL_REGISTRY_PORT`, on 127.0.0.1. */
  readonly port: number;
  /** `CAUDAL_PORT`: of LocalStack's gateway. */
  readonly gatewayPort: number;
  /** Function that is the registry. */
  readonly functionName: string;
}

/** Reads the settings. @throws {RangeError} for a variable that is missing or can't be used; it names it and the value */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    port: port(env, 'CAUDAL_REGISTRY_PORT'),
    gatewayPort: port(env, 'CAUDAL_PORT'),
    functionName: 'caudal-registry',
  };
}

function port(env: NodeJS.ProcessEnv, variable: string): number {
  const value = Number(env[variable]);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new RangeError(`${variable} must be a port from 1 to 65535 (received "${env[variable]}")`);
}
