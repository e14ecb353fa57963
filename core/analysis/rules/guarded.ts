import { show } from '../../show.ts';

/** The text; if writing it throws, a sentence that says so. For what time brings about, where there is no event to blame. */
export function guardedText(what: string, write: () => string): string {
  try {
    return write();
  } catch (error) {
    return threw(what, error);
  }
}

/** `when threw TypeError: …` */
export function threw(what: string, error: unknown): string {
  return `${what} threw ${error instanceof Error ? `${error.name}: ${error.message}` : show(error)}`;
}
