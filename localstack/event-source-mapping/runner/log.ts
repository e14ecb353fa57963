/** What a line is about; values only, never a record's data. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes a line of JSON with time, level, message and fields. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** The same log with fields on each line. */
  with(fields: LogFields): Log;
}

/** A log on a stream. @param write takes a line with its end */
export function createLog(write: (line: string) => void, fixed: LogFields = {}): Log {
  const line = (level: string, message: string, fields: LogFields = {}) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fixed, ...fields })}\n`);
  return {
    info: (message, fields) => line('info', message, fields),
    warn: (message, fields) => line('warn', message, fields),
    with: (fields) => createLog(write, { ...fixed, ...fields }),
  };
}

/** What an error says, in one line. Errors of AWS's services are known by their name. */
export function problem(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
