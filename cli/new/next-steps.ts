/** What to type next, and what it does. */
export interface NextStep {
  readonly type: string;
  readonly what: string;
}

/** After a new pipeline was written. */
export function nextForPipeline(name: string, schemaless: boolean): readonly NextStep[] {
  const publish = { type: `./caudal schema ${name} --publish`, what: 'once others send or read its events' };
  return [
    { type: './caudal deploy', what: 'stream, functions and tables' },
    { type: `./caudal produce ${name} --for 30s`, what: 'events to try it with' },
    { type: `./caudal windows ${name}`, what: 'what its window came to' },
    { type: `./caudal alerts ${name}`, what: 'what its rule raised' },
    ...(schemaless ? [] : [publish]),
  ];
}

/** After a new consumer was written. */
export function nextForConsumer(pipeline: string, name: string): readonly NextStep[] {
  return [
    { type: './caudal deploy', what: 'its function, which begins with the oldest record of the stream' },
    { type: `./caudal logs ${pipeline}-${name}`, what: 'a line a batch' },
    { type: `./caudal pause ${pipeline} --only ${name}`, what: 'it stops, the others go on' },
  ];
}

/** The files that were written, and what to do with them. */
export function writtenText(of: {
  readonly file: string;
  readonly index: string;
  readonly next: readonly NextStep[];
  readonly guide: string;
}): string {
  const width = Math.max(...of.next.map(({ type }) => type.length));
  const steps = of.next.map(({ type, what }) => `  ${type.padEnd(width)}   ${what}`);
  return [
    `Wrote ${of.file} and listed it in ${of.index}. Edit it, then:`,
    '',
    ...steps,
    '',
    `${of.guide} goes through it.`,
  ].join('\n');
}
