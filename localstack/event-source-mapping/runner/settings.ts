/** Where the runner listens, keeps its state, and finds the others. Ports on 127.0.0.1. */
export interface RunnerSettings {
  /** Of the control server. `CAUDAL_MAPPING_PORT`. */
  readonly port: number;
  /** Absolute path. `CAUDAL_MAPPING_FOLDER`. */
  readonly folder: string;
  /** Of the Kinesis engine. `CAUDAL_KINESIS_PORT`. */
  readonly kinesisPort: number;
  /** Of DynamoDB Local, which serves the streams of tables too. `CAUDAL_DYNAMODB_PORT`. */
  readonly dynamodbPort: number;
  /** Of LocalStack's gateway: Lambda, SQS, SNS, S3. `CAUDAL_PORT`. */
  readonly gatewayPort: number;
}

/** Reads the settings from environment variables. @throws {RangeError} naming the variable and what it holds */
export function runnerSettings(env: NodeJS.ProcessEnv): RunnerSettings {
  const folder = env.CAUDAL_MAPPING_FOLDER;
  if (folder === undefined || !folder.startsWith('/')) {
    throw new RangeError(`CAUDAL_MAPPING_FOLDER must be an absolute path (received "${folder}")`);
  }
  return {
    folder,
    port: port(env, 'CAUDAL_MAPPING_PORT'),
    kinesisPort: port(env, 'CAUDAL_KINESIS_PORT'),
    dynamodbPort: port(env, 'CAUDAL_DYNAMODB_PORT'),
    gatewayPort: port(env, 'CAUDAL_PORT'),
  };
}

function port(env: NodeJS.ProcessEnv, variable: string): number {
  const value = Number(env[variable]);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new RangeError(`${variable} must be a port from 1 to 65535 (received "${env[variable]}")`);
}
