/**
 * Pairs as many as can be: what is expected with what was found, each used once. Expectations that say little may fit several,
 * so a pair is undone where that lets one more be made (augmenting paths: Kuhn's way to a maximum bipartite matching).
 */
export function pairUp<X, F>(
  expected: readonly X[],
  found: readonly F[],
  fits: (expected: X, found: F) => boolean,
): { readonly missing: readonly X[]; readonly unexpected: readonly F[] } {
  const takenBy = new Map<F, X>();

  function place(wanted: X, tried: Set<F>): boolean {
    for (const candidate of found) {
      if (tried.has(candidate) || !fits(wanted, candidate)) continue;
      tried.add(candidate);
      const holder = takenBy.get(candidate);
      if (holder !== undefined && !place(holder, tried)) continue;
      takenBy.set(candidate, wanted);
      return true;
    }
    return false;
  }

  const missing = expected.filter((wanted) => !place(wanted, new Set()));
  return { missing, unexpected: found.filter((one) => !takenBy.has(one)) };
}
