/** Text. `values`: the only ones that are allowed. */
export interface StringShape {
  readonly type: 'string';
  readonly min?: number;
  readonly max?: number;
  /** Of the whole text. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

/** A whole number. */
export interface IntegerShape {
  readonly type: 'integer';
  readonly min?: number;
  readonly max?: number;
}

/** Bytes: base64 in JSON. */
export interface BlobShape {
  readonly type: 'blob';
  readonly max: number;
}

/** Text to text. */
export interface MapShape {
  readonly type: 'map';
  readonly key: StringShape;
  readonly value: StringShape;
  readonly min: number;
  readonly max: number;
}

/** A list of one kind. */
export interface ListShape {
  readonly type: 'list';
  readonly member: Shape;
  readonly min: number;
  readonly max: number;
}

/** Named members. */
export interface StructureShape {
  readonly type: 'structure';
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

/** What a value of a request must be. */
export type Shape =
  | StringShape
  | IntegerShape
  | BlobShape
  | MapShape
  | ListShape
  | StructureShape
  | { readonly type: 'boolean' }
  | { readonly type: 'timestamp' };

/** The value of a shape once it is validated: timestamps are epoch milliseconds, blobs are bytes. */
export type ValueOf<S> = S extends { readonly type: 'string' }
  ? S extends { readonly values: readonly (infer V)[] }
    ? V
    : string
  : S extends { readonly type: 'integer' | 'timestamp' }
    ? number
    : S extends { readonly type: 'boolean' }
      ? boolean
      : S extends { readonly type: 'blob' }
        ? Uint8Array
        : S extends { readonly type: 'map' }
          ? Readonly<Record<string, string>>
          : S extends { readonly type: 'list'; readonly member: infer M }
            ? ReadonlyArray<ValueOf<M>>
            : S extends { readonly members: infer M; readonly required: readonly (infer R)[] }
              ? { readonly [K in keyof M as K extends R ? K : never]: ValueOf<M[K]> } & {
                  readonly [K in keyof M as K extends R ? never : K]?: ValueOf<M[K]> | undefined;
                }
              : never;
