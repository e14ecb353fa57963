import { UserError } from '../errors.ts';

const LINE_WIDTH = 120;
/** An import from this folder: the name by which it goes here, and its file or folder. */
const IMPORT = /^import (?:.*\b)?(\w+)(?: \})? from '\.\/([\w-]+).*';$/;
/** The call with what is in its brackets: names and objects, but no text or comment, in which a comma would be none. */
const listIn = (call: string): RegExp => new RegExp(`${call}\\(\\[([^'"\`/]*)\\]\\);`);

/** Words that may not name an import, and the names that `pipelines/index.ts` has already. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof undefined var void while with yield ' +
    'examples pipelines pipelineNamed distinctPipelines consumers distinctConsumers'
  ).split(' '),
);

/**
 * The text of `pipelines/index.ts` with one more pipeline in it: an import, in the order of file names, and the end of the
 * list, formatted as Biome does.
 *
 * @throws {UserError} where the list is not as it was made, saying which lines to add by hand
 */
export function listPipeline(index: string, name: string): string {
  return listed(index, name, { file: 'pipelines/index.ts', call: 'distinctPipelines' });
}

/** A list that is added to: the file that it stands in, and the call whose argument it is. */
interface List {
  readonly file: string;
  readonly call: string;
}

/** The text of the file with one more module of its folder in its list. See {@link listPipeline}. */
export function listed(index: string, name: string, { file, call }: List): string {
  const lines = index.split('\n');
  const identifier = identifierOf(name, new Set(lines.map((text) => IMPORT.exec(text)?.[1])));
  const line = `import ${identifier} from './${name}.ts';`;
  const list = listIn(call).exec(index);
  if (!list) {
    throw new UserError(`${file} has no ${call}([…]) without texts and comments, so ${name} can't be listed`, {
      hint: `Add "${line}" and ${identifier} to the list by hand.`,
    });
  }
  return withList(withImport(lines, name, line).join('\n'), call, [...entriesOf(list[1] ?? ''), identifier]);
}

/** `greenhouse-eu` → `greenhouseEu`; with `Pipeline` behind it where that is a word of the language, or is taken. */
function identifierOf(name: string, taken: ReadonlySet<string | undefined>): string {
  const camel = name.replaceAll(/-+(.?)/g, (_, first: string) => first.toUpperCase());
  return RESERVED.has(camel) || taken.has(camel) ? `${camel}Pipeline` : camel;
}

function withImport(lines: readonly string[], name: string, line: string): string[] {
  const next = lines.findIndex((text) => (IMPORT.exec(text)?.[2] ?? '') > name);
  const last = lines.findLastIndex((text) => text.startsWith('import '));
  return lines.toSpliced(next === -1 ? last + 1 : next, 0, line);
}

/** What stands between the commas, those within brackets left alone. */
function entriesOf(list: string): string[] {
  const entries = [''];
  let depth = 0;
  for (const character of list) {
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) entries.push('');
    else entries.push(`${entries.pop() ?? ''}${character}`);
  }
  return entries.flatMap((entry) => entry.trim() || []);
}

function withList(index: string, call: string, entries: readonly string[]): string {
  const withEntries = (text: string): string => index.replace(listIn(call), () => `${call}([${text}]);`);
  const short = withEntries(entries.join(', '));
  const fits = short.split('\n').every((line) => !line.includes(`${call}([`) || line.length <= LINE_WIDTH);
  return fits ? short : withEntries(`\n${entries.map((one) => `  ${one},\n`).join('')}`);
}
