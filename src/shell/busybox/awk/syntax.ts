// What a program of awk is made of.

// Stands for awk's grammar: program text to a syntax tree.

export type Expr =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "regex"; readonly source: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "field"; readonly index: Expr }
  | { readonly kind: "element"; readonly name: string; readonly keys: readonly Expr[] }
  | { readonly kind: "assign"; readonly target: Expr; readonly operator: string; readonly value: Expr }
  | { readonly kind: "step"; readonly target: Expr; readonly by: 1 | -1; readonly isPrefix: boolean }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expr }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expr; readonly right: Expr }
  | { readonly kind: "choose"; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly kind: "in"; readonly keys: readonly Expr[]; readonly name: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expr[] };

export type LeaveWord = "next" | "break" | "continue" | "exit" | "return";

export type Statement =
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "expression"; readonly value: Expr }
  | {
      readonly kind: "print";
      readonly args: readonly Expr[];
      readonly isFormat: boolean;
      readonly target: Expr | undefined;
      readonly append: boolean;
    }
  | { readonly kind: "if"; readonly test: Expr; readonly yes: Statement; readonly no: Statement | undefined }
  | {
      readonly kind: "loop";
      readonly start: Statement | undefined;
      readonly test: Expr | undefined;
      readonly step: Statement | undefined;
      readonly body: Statement;
      readonly testsLast: boolean;
    }
  | { readonly kind: "for in"; readonly variable: string; readonly array: string; readonly body: Statement }
  | { readonly kind: "delete"; readonly name: string; readonly keys: readonly Expr[] | undefined }
  | {
      readonly kind: "leave";
      readonly how: LeaveWord;
      readonly value: Expr | undefined;
    };

export interface Rule {
  readonly kind: "BEGIN" | "END" | "main";
  readonly from: Expr | undefined;
  readonly to: Expr | undefined;
  readonly body: Statement | undefined;
  active: boolean;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface AwkProgram {
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
}

export class AwkSyntaxError extends Error {}
