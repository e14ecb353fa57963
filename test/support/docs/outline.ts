/** What of a page has to be the same in another language. */
export interface Section {
  readonly level: number;
  readonly title: string;
  /** Fenced blocks, line by line without their comments. */
  readonly blocks: readonly (readonly string[])[];
  /** Code in the text, in the order of the alphabet: a sentence may turn it round. */
  readonly code: readonly string[];
  /** Targets of links, the same. */
  readonly links: readonly string[];
  /** First cells of tables as far as they are code or links, else nothing; so their number counts. */
  readonly rows: readonly string[];
  readonly listItems: number;
}

const FENCE = /^```[\s\S]*?^```$/gm;

/** A page in Markdown, cut at its headings. */
export function outlineOf(page: string): Section[] {
  const blocks: string[] = [];
  const plain = page.replaceAll(FENCE, (block) => `⟦${blocks.push(block) - 1}⟧`);
  return plain
    .split(/^(?=#{1,6} )/m)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, marks = '', title = ''] = /^(#{1,6}) (.+)$/m.exec(part) ?? [];
      return {
        level: marks.length,
        title,
        blocks: [...part.matchAll(/⟦(\d+)⟧/g)].map(([, index]) => linesOf(blocks[Number(index)] ?? '')),
        code: [...part.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).sort(),
        links: [...part.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target).sort(),
        rows: [...part.matchAll(/^\| *((?:\\\||[^|\n])*?) *\|/gm)].map(([, cell = '']) => keyOf(cell)),
        listItems: [...part.matchAll(/^(?:-|\d+\.) /gm)].length,
      };
    });
}

/** What is written for people differs: comments behind code, and of a block of TypeScript also those. */
function linesOf(block: string): string[] {
  return block.split('\n').map((line) => line.replace(/\s+(?:#|\/\/) .*$/, ''));
}

function keyOf(cell: string): string {
  return /^[`[]/.test(cell) ? cell : '';
}

/** What differs between a page and its translation, each as a sentence; nothing where they are equal. */
export function differencesOf(
  page: readonly Section[],
  translation: readonly Section[],
  titles: ReadonlyMap<string, string>,
): string[] {
  const found: string[] = [];
  const most = Math.max(page.length, translation.length);
  for (let index = 0; index < most; index += 1) {
    const [ours, theirs] = [page[index], translation[index]];
    if (!ours || !theirs) {
      found.push(
        ours
          ? `the heading "${ours.title}" is missing in the translation`
          : `the translation's heading "${theirs?.title}" is not in the page`,
      );
      continue;
    }
    const expected = titles.get(ours.title);
    if (expected === undefined) found.push(`no title is known for "${ours.title}": add it to the test`);
    else if (theirs.title !== expected)
      found.push(`heading ${index + 1} must be "${expected}", for "${ours.title}" (received "${theirs.title}")`);
    if (ours.level !== theirs.level)
      found.push(`"${theirs.title}" must be of level ${ours.level} (received ${theirs.level})`);
    found.push(...inSection(ours, theirs).map((text) => `under "${ours.title}": ${text}`));
  }
  return found;
}

function inSection(ours: Section, theirs: Section): string[] {
  const count = (what: string, a: number, b: number) => (a === b ? [] : [`there must be ${a} ${what} (received ${b})`]);
  return [
    ...count('blocks of code', ours.blocks.length, theirs.blocks.length),
    ...ours.blocks.flatMap((block, index) =>
      lists((line) => `line ${line} of block ${index + 1}`, block, theirs.blocks[index] ?? []),
    ),
    ...missing('code', ours.code, theirs.code),
    ...missing('link', ours.links, theirs.links),
    ...lists((cell) => `first cell ${cell}`, ours.rows, theirs.rows),
    ...count('list items', ours.listItems, theirs.listItems),
  ];
}

/** Where two lists part. */
function lists(what: (place: number) => string, ours: readonly string[], theirs: readonly string[]): string[] {
  const at = ours.findIndex((one, index) => one !== theirs[index]);
  if (at === -1 && ours.length === theirs.length) return [];
  const where = at === -1 ? ours.length : at;
  return [`${what(where + 1)} must be ${show(ours[where])} (received ${show(theirs[where])})`];
}

/** What one list has and the other lacks, in any order. */
function missing(what: string, ours: readonly string[], theirs: readonly string[]): string[] {
  const left = [...theirs];
  const lacking = ours.filter((one) => {
    const at = left.indexOf(one);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return [
    ...lacking.map((one) => `the ${what} ${show(one)} is missing in the translation`),
    ...left.map((one) => `the ${what} ${show(one)} is in the translation alone`),
  ];
}

function show(text: string | undefined): string {
  return text === undefined ? 'nothing' : JSON.stringify(text);
}
