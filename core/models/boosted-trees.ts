import type { LogOdds } from './log-odds.ts';
import type { BoostedTreesModel } from './model.ts';

/** Gradient boosted trees at work: all nodes of all trees in one set of columns, so that scoring walks over flat memory. */
export function boostedTrees({ baseline, trees }: BoostedTreesModel): LogOdds {
  const roots = new Int32Array(trees.length);
  let nodes = 0;
  for (const [index, tree] of trees.entries()) {
    roots[index] = nodes;
    nodes += tree.feature.length;
  }
  const feature = new Int16Array(nodes);
  const value = new Float64Array(nodes);
  const [left, right, unknown] = [new Int32Array(nodes), new Int32Array(nodes), new Int32Array(nodes)];
  for (const [index, tree] of trees.entries()) {
    const root = roots[index] as number;
    feature.set(tree.feature, root);
    value.set(tree.value, root);
    for (const [ways, from] of [
      [left, tree.left],
      [right, tree.right],
      [unknown, tree.unknown],
    ] as const) {
      for (const [node, next] of from.entries()) ways[root + node] = root + next;
    }
  }
  return (row) => {
    let sum = baseline;
    for (let tree = 0; tree < roots.length; tree += 1) {
      let node = roots[tree] as number;
      for (let at = feature[node] as number; at >= 0; at = feature[node] as number) {
        const given = row[at] as number;
        // NaN is neither at most the value nor more.
        if (given <= (value[node] as number)) node = left[node] as number;
        else node = (given > (value[node] as number) ? right[node] : unknown[node]) as number;
      }
      sum += value[node] as number;
    }
    return sum;
  };
}
