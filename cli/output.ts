import { styleText } from 'node:util';
import Table from 'cli-table3';

/**
 * Where a command's words go. In JSON mode stdout carries one document and nothing else; what is for the eye goes to stderr
 * or nowhere.
 */
export class Output {
  readonly json: boolean;
  /** Whether lines may be drawn over one another: stdout is a terminal and not in JSON mode. */
  readonly live: boolean;
  /** How many elements of an array are written that has not ended. */
  #elements = 0;

  constructor(options: { json: boolean }) {
    this.json = options.json;
    this.live = !options.json && process.stdout.isTTY === true;
  }

  /** A line for people. */
  line(text = ''): void {
    if (!this.json) process.stdout.write(`${text}\n`);
  }

  /** The command's result: the document in JSON mode, else the text made from it. */
  result(document: unknown, text?: () => string): void {
    if (this.#elements > 0) {
      // What went wrong in the middle of a list is its last element: stdout has one document all the same.
      this.element(document);
      this.endElements();
    } else if (this.json) process.stdout.write(`${jsonText(document)}\n`);
    else if (text) process.stdout.write(`${text()}\n`);
  }

  /** One element of a document that is an array, written at once: all of them need not fit into memory. */
  element(document: unknown): void {
    if (!this.json) return;
    process.stdout.write(`${this.#elements === 0 ? '[' : ','}${jsonText(document)}\n`);
    this.#elements += 1;
  }

  /** Ends the array of {@link element}. */
  endElements(): void {
    if (this.json) process.stdout.write(this.#elements === 0 ? '[]\n' : ']\n');
    this.#elements = 0;
  }

  /** A line about work under way: to stderr, so that stdout can be piped. */
  progress(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** A progress line that the next one replaces on a terminal; elsewhere nothing, so that logs stay short. */
  transient(text: string): void {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
  }

  /** Ends a run of {@link transient} lines. */
  endTransient(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  }

  warn(text: string): void {
    process.stderr.write(`${styleText('yellow', 'warning:', { stream: process.stderr })} ${text}\n`);
  }
}

/** A value as JSON on one line. Numbers that JSON can't hold become text. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, held: unknown) => (typeof held === 'bigint' ? held.toString() : held));
}

/** Rows as a plain table without frames, columns two spaces apart. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const none = '';
  const grid = new Table({
    head: head.map((title) => coloured('bold', title)),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
    chars: {
      top: none,
      'top-mid': none,
      'top-left': none,
      'top-right': none,
      bottom: none,
      'bottom-mid': none,
      'bottom-left': none,
      'bottom-right': none,
      left: none,
      'left-mid': none,
      mid: none,
      'mid-mid': none,
      right: none,
      'right-mid': none,
      middle: none,
    },
  });
  for (const row of rows) grid.push(row.map(String));
  return grid
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A word in green, yellow or red. Plain where stdout is no terminal. */
export function coloured(colour: 'green' | 'yellow' | 'red' | 'bold' | 'dim', text: string): string {
  return styleText(colour, text, { stream: process.stdout });
}
