// What can be wrong with a statement, as data. Each server says it in its own words.

export type Fault =
  | { readonly kind: "syntax"; readonly near: string; readonly at: number }
  | { readonly kind: "unsupported"; readonly what: string }
  | { readonly kind: "no database"; readonly name: string }
  | { readonly kind: "no database selected" }
  | { readonly kind: "database exists"; readonly name: string }
  | { readonly kind: "database in use"; readonly name: string; readonly sessions: number }
  | { readonly kind: "no table"; readonly name: string; readonly at: number; readonly isDrop?: boolean }
  | { readonly kind: "table exists"; readonly name: string }
  | { readonly kind: "no column"; readonly name: string; readonly at: number; readonly table?: string }
  | { readonly kind: "ambiguous"; readonly name: string; readonly at: number }
  | { readonly kind: "no type"; readonly name: string; readonly at: number }
  | { readonly kind: "no function"; readonly name: string; readonly at: number }
  | { readonly kind: "null"; readonly column: string; readonly table: string; readonly row: readonly string[] }
  | {
      readonly kind: "duplicate";
      readonly constraint: string;
      readonly columns: readonly string[];
      readonly values: readonly string[];
      readonly table: string;
    }
  | { readonly kind: "value"; readonly type: string; readonly text: string; readonly column?: string }
  | { readonly kind: "too long"; readonly type: string; readonly column: string }
  | { readonly kind: "out of range"; readonly type: string; readonly column?: string }
  | { readonly kind: "value count"; readonly isMore: boolean }
  | { readonly kind: "division by zero" }
  | { readonly kind: "not grouped"; readonly column: string; readonly at: number }
  | { readonly kind: "aborted" }
  | { readonly kind: "in transaction"; readonly what: string }
  | { readonly kind: "role exists" | "no role"; readonly name: string }
  | { readonly kind: "denied"; readonly what: string }
  | { readonly kind: "disk"; readonly path: string; readonly why: string };

export class SqlError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.kind);
  }
}

export function fail(fault: Fault): never {
  throw new SqlError(fault);
}
