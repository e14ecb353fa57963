/** An environment variable of a function is missing or wrong: the deployment is at fault, not the data. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly variable: string;

  constructor(variable: string, expected: string, received: string | undefined) {
    super(
      `${variable} must be ${expected} (received ${received === undefined ? 'nothing' : JSON.stringify(received)})`,
    );
    this.variable = variable;
  }
}

/** Reads a variable that has to be there. @throws {SettingsError} when it is missing or empty */
export function required(env: NodeJS.ProcessEnv, variable: string): string {
  const value = env[variable];
  if (value === undefined || value === '') throw new SettingsError(variable, 'set', value);
  return value;
}
