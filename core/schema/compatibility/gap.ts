/**
 * Something that one schema, the writer's, allows and another, the reader's, does not take.
 *
 * - `type`: the reader takes no value of that type
 * - `values`: the reader does not take these of the values that the writer lists
 * - `only`: the reader takes none but the values that it lists, the writer any
 * - `bound`: a bound of the reader's (`keyword`) is stricter, or the writer has none
 * - `required`: the reader wants the field, the writer may leave it out
 * - `absent`: the reader wants the field, the writer does not know it
 * - `unread`: the writer has the field, the reader does not know it
 * - `closed`: the reader takes no further fields, or none of another kind
 * - `opaque`: a keyword differs in a way that this comparison does not judge
 */
export interface Gap {
  readonly kind: 'type' | 'values' | 'only' | 'bound' | 'required' | 'absent' | 'unread' | 'closed' | 'opaque';
  /** Where: fields by their names, `[]` for the items of an array, `*` for the values of a map; empty for the event. */
  readonly path: string;
  /** What of it differs. @default none: the whole */
  readonly keyword?: string;
  /** What the writer's schema says there, where it says anything. */
  readonly writer?: unknown;
  /** What the reader's schema says there, where it says anything. */
  readonly reader?: unknown;
}

/** The path of a field within another. */
export function fieldPath(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}
