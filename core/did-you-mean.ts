import { closestMatch } from 'leven';

const MOST_EDITS = 3;

/** The one of the known names that somebody meant who typed another, if any is near: half of its characters at most differ. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const byLowerCase = new Map(known.map((name) => [name.toLowerCase(), name]));
  const maxDistance = Math.min(MOST_EDITS, Math.floor(typed.length / 2));
  const found = closestMatch(typed.toLowerCase(), [...byLowerCase.keys()], { maxDistance });
  return found === undefined ? undefined : byLowerCase.get(found);
}

/** What to add to an error about a name that there is not: ` Did you mean "sensors"?`, or nothing where none is near. */
export function didYouMean(typed: string, known: readonly string[]): string {
  const meant = nearest(typed, known);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}
