// Stands for how a shell prints a value so that it could be read again.

export function quote(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
