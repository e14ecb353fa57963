import type { Tree } from './model.ts';
import { fieldsOf, numbersOf, refuse } from './refuse.ts';

/**
 * Refuses a tree that has a way which does not end at a leaf: each node but a leaf has to lead to nodes further on.
 * @param field where it stands, for messages
 * @param features how many the model has
 * @throws {RangeError} naming the field and what was received
 */
export function validateTree(field: string, value: unknown, features: number): void {
  const { feature, ...columns } = fieldsOf(field, value);
  const size = Array.isArray(feature) ? feature.length : 0;
  if (size === 0) refuse(`${field}.feature`, 'must be a list of one or more', feature);
  const tree: Tree = {
    feature: numbersOf(`${field}.feature`, feature, size),
    value: numbersOf(`${field}.value`, columns.value, size),
    left: numbersOf(`${field}.left`, columns.left, size),
    right: numbersOf(`${field}.right`, columns.right, size),
    unknown: numbersOf(`${field}.unknown`, columns.unknown, size),
  };
  for (let node = 0; node < size; node += 1) validateNode(field, tree, node, features);
}

function validateNode(field: string, tree: Tree, node: number, features: number): void {
  const feature = tree.feature[node];
  if (!Number.isInteger(feature) || Number(feature) < -1 || Number(feature) >= features)
    refuse(`${field}.feature[${node}]`, `must be −1 for a leaf, or a whole number below ${features}`, feature);
  for (const way of ['left', 'right', 'unknown'] as const) {
    const next = Number(tree[way][node]);
    if (feature === -1) {
      if (next !== 0) refuse(`${field}.${way}[${node}]`, 'must be 0, for it is a leaf', next);
    } else if (!Number.isInteger(next) || next <= node || next >= tree.feature.length) {
      refuse(`${field}.${way}[${node}]`, `must be a node further on, up to ${tree.feature.length - 1}`, next);
    }
  }
}
