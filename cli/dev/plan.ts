import type { BundleOptions } from '../../infra/constructs/bundle.ts';

/** A function and what its code is made of. */
export type PlannedFunction = BundleOptions & { readonly functionName: string };

/** A resource of a template, as far as it is looked at here. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A template of CloudFormation, as far as it is looked at here. */
export interface StackTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** What the sources would deploy: all but the code of the functions, which is not bundled for it. */
export interface Plan {
  readonly functions: readonly PlannedFunction[];
  /** By stack. */
  readonly templates: Readonly<Record<string, StackTemplate>>;
}
