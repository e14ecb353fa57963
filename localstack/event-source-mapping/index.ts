/**
 * AWS's event source mapping for streams as a pure machine: see the README beside this file.
 * @packageDocumentation
 */

export type * from './model.ts';
export type * from './protocol.ts';
