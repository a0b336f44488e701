// Stands for the expansion of `$(NAME)` in commands, arguments and environment values; `$$` is a plain dollar sign.

export function expandVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^()]*)\)/g, (whole: string, name: string | undefined) => {
    if (name === undefined) return "$";
    return variables[name] ?? whole;
  });
}
