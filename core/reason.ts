/** Why a record can never become an event. `code` is for machines and stays stable; `message` is for people. */
export interface Reason {
  readonly code:
    | 'empty'
    | 'not-base64'
    | 'not-utf8'
    | 'not-json'
    | 'not-object'
    | 'unknown-schema-version'
    | 'not-avro'
    | 'unknown-schema'
    | 'schema'
    | 'rule'
    | 'internal'
    | 'store-refused';
  /** The field at fault, where there is one. */
  readonly field?: string;
  /** What was wrong, the value received, and what is allowed. */
  readonly message: string;
}
