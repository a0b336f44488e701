// Names of fields as expressions write them: what is no identifier there is spelt out.

const RESERVED: ReadonlySet<string> = new Set([
  "true",
  "false",
  "null",
  "in",
  "as",
  "break",
  "const",
  "continue",
  "else",
  "for",
  "function",
  "if",
  "import",
  "let",
  "loop",
  "package",
  "namespace",
  "return",
  "var",
  "void",
  "while",
]);

const SPELT: Readonly<Record<string, string>> = { ".": "__dot__", "-": "__dash__", "/": "__slash__" };

/** Undefined where a name cannot be written. */
export function escaped(name: string): string | undefined {
  if (name === "" || RESERVED.has(name)) return name === "" ? undefined : `__${name}__`;
  if (!/^[A-Za-z_./-][\w./-]*$/.test(name)) return undefined;
  return name.replace(/__|[./-]/g, (part) => SPELT[part] ?? "__underscores__");
}
