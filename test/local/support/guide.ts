/** A fenced block of a guide: a file to be written, or commands to be run with what they promise to print. */
export type GuideStep =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'commands'; readonly script: string; readonly promise: string };

const FENCE = /^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm;

/**
 * The steps of a page, in order: ` ```ts <path> ` is a file, ` ```sh ` are commands, and ` ```text ` is what the commands
 * before it print.
 *
 * @throws {Error} for a block of another kind: it would be shown and never tried
 */
export function guideSteps(page: string): GuideStep[] {
  const steps: GuideStep[] = [];
  for (const [, language, path, text = ''] of page.matchAll(FENCE)) {
    const last = steps.at(-1);
    if (language === 'ts' && path) steps.push({ kind: 'file', path, text });
    else if (language === 'sh') steps.push({ kind: 'commands', script: text, promise: '' });
    else if (language === 'text' && last?.kind === 'commands') steps.splice(-1, 1, { ...last, promise: text });
    else throw new Error(`The guide has a block that nobody tries: ${language} ${path ?? ''}\n${text}`);
  }
  return steps;
}

/**
 * The lines that were promised and were not printed, in this order. Of a line its shape counts: a number may be any, as the
 * state of a window may; white space is one blank; `…` is anything.
 */
export function brokenPromises(promise: string, printed: string): string[] {
  const lines = printed.split('\n').map((line) => line.trim());
  let from = 0;
  return promise
    .split('\n')
    .filter((line) => line.trim() !== '')
    .filter((line) => {
      const shape = shapeOf(line);
      const at = lines.findIndex((candidate, index) => index >= from && shape.test(candidate));
      if (at !== -1) from = at + 1;
      return at === -1;
    });
}

function shapeOf(line: string): RegExp {
  const pattern = line
    .trim()
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll(/(^|\s)-?(?=\d)/g, '$1-?')
    .replaceAll(/\d+(?:\\\.\d+)?/g, '\\d+(?:\\.\\d+)?')
    .replaceAll(/\b(?:open|final)\b/g, '(?:open|final)')
    .replaceAll(/\s*…\s*/g, '.*')
    .replaceAll(/\s+/g, '\\s+');
  return new RegExp(`^${pattern}$`);
}
