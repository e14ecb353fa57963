type Anything = (...given: never[]) => unknown;

/**
 * Makes a function of a pipeline's author throw without the words of what it threw: they may quote a personal field, and what
 * is thrown ends in reasons, logs and alerts. The error's name stays.
 */
export function quiet<F extends Anything>(run: F): F {
  return ((...given: Parameters<F>) => {
    try {
      return run(...given);
    } catch (thrown) {
      const error = new Error('its words are not shown, for they may quote a personal field');
      if (thrown instanceof Error) error.name = thrown.name;
      throw error;
    }
  }) as F;
}

/** What was thrown, without its words. */
export function nameOf(thrown: unknown): string {
  const name = thrown instanceof Error ? thrown.name : 'what is no error';
  return `${name}; its words are not shown, for they may quote a personal field`;
}

/** A copy of a part of a pipeline in which every function is {@link quiet}. */
export function quietly<T extends object>(part: T): T {
  const fields = Object.entries(part).map(([name, value]) => [
    name,
    typeof value === 'function' ? quiet(value) : value,
  ]);
  return Object.fromEntries(fields) as T;
}
