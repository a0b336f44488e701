// What a script of sed is made of: addresses, and the commands s p d q a i c n N = y h H g G x, blocks and branches.

export type Address =
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "step"; readonly first: number; readonly step: number }
  | { readonly kind: "last" }
  | { readonly kind: "pattern"; readonly pattern: RegExp }
  | { readonly kind: "offset"; readonly count: number };

export interface SedCommand {
  readonly from: Address | undefined;
  readonly to: Address | undefined;
  readonly negated: boolean;
  readonly name: string;
  readonly text: string;
  readonly substitution: Substitution | undefined;
  /** While within its range: the line at which it ends, if known. */
  active: boolean;
  endLine: number | undefined;
}

export interface Substitution {
  readonly pattern: RegExp;
  readonly replacement: string;
  readonly global: boolean;
  readonly print: boolean;
  readonly nth: number;
  readonly file: string | undefined;
}

export class SedSyntaxError extends Error {}
