import { clip } from '../../show.ts';
import type { Gap } from './gap.ts';

/** A change that takes something from those who send events, or from those who read them, in words. */
export interface Change {
  /** The field, as {@link Gap} names it. */
  readonly path: string;
  /** `"amount" narrowed from number to integer` */
  readonly what: string;
  /** What comes of it, for whom. */
  readonly effect: string;
  /** What to do in place of it. */
  readonly instead: string;
}

const MAX_SHOWN = 80;

const REJECTED = 'events that producers send today would be rejected';
const SURPRISED = 'readers that hold events against what is published would meet what it does not allow';

/** A gap from what was allowed to what is taken now: it takes something from producers. */
export function narrowed(gap: Gap): Change {
  const { path, kind, keyword, writer, reader } = gap;
  const name = nameOf(path);
  const change = (what: string, instead: string, effect = REJECTED): Change => ({
    path,
    what: `${name} ${what}`,
    effect,
    instead,
  });
  switch (kind) {
    case 'type':
      return change(
        writer === 'number' && reader === 'integer'
          ? 'narrowed from number to integer'
          : `changed from ${writer} to ${reader}`,
        `leave it ${writer}`,
      );
    case 'values':
      return change(`no longer takes ${list(writer)}`, 'go on taking that');
    case 'only':
      return change(`narrowed from any ${writer} to ${list(reader)}`, `leave it any ${writer}`);
    case 'bound':
      return writer === undefined
        ? change(`narrowed: it had no ${keyword}, and has ${json(reader)} now`, `take the ${keyword} away`)
        : change(`narrowed: ${keyword} went from ${json(writer)} to ${json(reader)}`, `put the ${keyword} back`);
    case 'required':
      return change('was optional and is required now', 'leave it optional');
    case 'absent':
      return change('is new and required', 'make it optional');
    case 'unread':
      return change(
        'was removed',
        'keep it, optional',
        'readers count on it, and what producers still send in it would be dropped unsaid',
      );
    case 'closed':
      return change('takes no further fields any more, or of one kind only', 'leave it open');
    case 'opaque':
      return change(
        `changed in a way that can't be judged: its ${keyword} was ${json(writer)} and is ${json(reader)}`,
        `put the ${keyword} back`,
        'whether events that producers send today would be rejected is anyone’s guess',
      );
  }
}

/** A gap from what is allowed now to what was taken before: it gives readers something that they do not know. */
export function widened(gap: Gap): Change {
  const { path, kind, keyword, writer, reader } = gap;
  const name = nameOf(path);
  const change = (what: string, instead: string): Change => ({
    path,
    what: `${name} ${what}`,
    effect: SURPRISED,
    instead,
  });
  switch (kind) {
    case 'type':
      return change(
        writer === 'number' && reader === 'integer' ? 'widened from integer to number' : `may be ${writer} now`,
        `leave it ${reader}`,
      );
    case 'values':
      return change(`takes ${list(writer)} too`, 'leave its values');
    case 'only':
      return change(`widened from ${list(reader)} to any ${writer}`, 'leave its values');
    case 'bound':
      return writer === undefined
        ? change(`widened: its ${keyword} of ${json(reader)} is gone`, `put the ${keyword} back`)
        : change(`widened: ${keyword} went from ${json(reader)} to ${json(writer)}`, `put the ${keyword} back`);
    case 'required':
      return change('was required and may be missing now', 'leave it required');
    case 'absent':
      return change('was required and is gone', 'keep it');
    case 'unread':
      return change('is new, and readers of a closed object take no new field', 'leave it out');
    case 'closed':
      return change('may have further fields now', 'leave it closed');
    case 'opaque':
      return change(
        `changed in a way that can't be judged: its ${keyword} was ${json(reader)} and is ${json(writer)}`,
        `put the ${keyword} back`,
      );
  }
}

function nameOf(path: string): string {
  return path === '' ? 'the event' : JSON.stringify(path);
}

function list(values: unknown): string {
  const listed = Array.isArray(values) ? values : [values];
  return clip(listed.map((value) => JSON.stringify(value)).join(', '), MAX_SHOWN);
}

function json(value: unknown): string {
  return value === undefined ? 'none' : clip(JSON.stringify(value), MAX_SHOWN);
}
