// The syntax tree of the shell language.

export interface Word {
  readonly parts: readonly WordPart[];
  /** The whole text, when no expansion can change it. */
  readonly literal?: string;
}

export type WordPart =
  /** Unquoted: wildcards and a leading ~ mean something. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "quoted"; readonly text: string }
  | { readonly kind: "double"; readonly parts: readonly WordPart[] }
  | Parameter
  | { readonly kind: "command"; readonly body: Script }
  /** `<( … )`: the name of a file that holds what the commands print. */
  | { readonly kind: "process"; readonly body: Script }
  | { readonly kind: "arithmetic"; readonly expression: Word };

export type ParameterOperator =
  | "-"
  | "="
  | "+"
  | "?"
  | "%"
  | "%%"
  | "#"
  | "##"
  | "/"
  | "//"
  | "/#"
  | "/%"
  | ":"
  | "length"
  | "bad";

export interface Parameter {
  readonly kind: "parameter";
  readonly name: string;
  /** What stands in `[ ]`: a number, `@` or `*`. */
  readonly index?: Word;
  readonly operator?: ParameterOperator;
  /** `:-` instead of `-`: an empty value counts as unset. */
  readonly emptyIsUnset?: boolean;
  readonly word?: Word;
  /** The replacement of `/`, the length of `:`. */
  readonly second?: Word;
}

export type RedirectOperator = "<" | ">" | ">>" | ">|" | "<>" | "<&" | ">&" | "<<" | "<<<" | "&>" | "&>>";

export interface Redirect {
  readonly operator: RedirectOperator;
  readonly fd: number | undefined;
  /** The file, the descriptor, or the text of a here-document (filled in when its lines have been read). */
  target: Word;
}

export interface Assignment {
  readonly name: string;
  readonly value: Word;
  readonly append: boolean;
}

export interface SimpleCommand {
  readonly kind: "simple";
  readonly line: number;
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: Script;
  readonly fallsThrough: boolean;
}

export type Compound =
  | { readonly kind: "subshell"; readonly body: Script }
  | { readonly kind: "group"; readonly body: Script }
  | {
      readonly kind: "if";
      readonly branches: readonly { readonly condition: Script; readonly body: Script }[];
      readonly otherwise: Script | undefined;
    }
  | { readonly kind: "for"; readonly name: string; readonly words: readonly Word[] | undefined; readonly body: Script }
  | {
      readonly kind: "for arithmetic";
      readonly start: Word;
      readonly test: Word;
      readonly step: Word;
      readonly body: Script;
    }
  | { readonly kind: "loop"; readonly until: boolean; readonly condition: Script; readonly body: Script }
  | { readonly kind: "case"; readonly word: Word; readonly items: readonly CaseItem[] }
  | { readonly kind: "condition"; readonly words: readonly Word[] }
  | { readonly kind: "arithmetic command"; readonly expression: Word };

export type Command =
  | SimpleCommand
  | {
      readonly kind: "compound";
      readonly compound: Compound;
      readonly redirects: readonly Redirect[];
      readonly line: number;
    }
  | { readonly kind: "function"; readonly name: string; readonly body: Command }
  | { readonly kind: "pipeline"; readonly commands: readonly Command[]; readonly negated: boolean }
  | { readonly kind: "and" | "or"; readonly left: Command; readonly right: Command };

export interface Statement {
  readonly command: Command;
  readonly isBackground: boolean;
  /** As typed, for `jobs`. */
  readonly text: string;
}

export type Script = readonly Statement[];
