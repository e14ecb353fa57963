/** Exit codes of the command line, the same for every command. */
export const exitCodes = {
  ok: 0,
  /** Something failed, or what was asked about is not well: a record is lost (`run`, `ledger`), a check failed (`health`). */
  failed: 1,
  /** The command was typed wrongly. */
  usage: 2,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** An error for the person who typed the command: printed as two lines, what is wrong and what to do, without a stack. */
export class UserError extends Error {
  /** What to do about it. */
  readonly hint: string | undefined;
  readonly exitCode: number;

  constructor(message: string, options: { hint?: string; exitCode?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UserError';
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? exitCodes.failed;
  }
}
