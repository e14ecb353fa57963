/** avsc without its files, streams and services, which halves what a bundle carries of it. */
declare module 'avsc/lib/types.js' {
  import type { Type, types } from 'avsc';

  const library: { readonly Type: typeof Type; readonly builtins: Pick<typeof types, 'LogicalType'> };
  export default library;
}
