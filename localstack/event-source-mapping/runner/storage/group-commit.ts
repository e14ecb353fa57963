/** Stores the newest of many states; those that come while one is being written are stored by one write after it. */
export interface GroupCommit {
  /** The state has changed. Resolves when what it is now, or something newer, is stored. */
  changed(): Promise<void>;
}

/**
 * @param store writes the state as it is when called
 * @param pauseMs between a write that failed and the next try @default 500
 * @param onFailure told of each write that failed; it is tried again until it works
 */
export function groupCommit(
  store: () => Promise<void>,
  onFailure: (error: unknown) => void,
  pauseMs = 500,
): GroupCommit {
  let next: Promise<void> | undefined;
  let current: Promise<void> = Promise.resolve();

  async function storeSurely(): Promise<void> {
    for (;;) {
      try {
        return await store();
      } catch (error) {
        onFailure(error);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  return {
    changed() {
      next ??= current.then(() => {
        current = next ?? current;
        next = undefined;
        return storeSurely();
      });
      return next;
    },
  };
}
