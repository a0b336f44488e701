// Stands for the arithmetic of POSIX paths: pure text, no look at any file.

/** "/a/./b//../c" is "/a/c"; the result always begins with "/" and never ends with one, except the root. */
export function normalizePath(path: string): string {
  if (!path.includes("//") && !path.includes("/.") && path.startsWith("/") && (path === "/" || !path.endsWith("/"))) {
    return path;
  }
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** `path` as seen from the directory `cwd`. */
export function resolvePath(cwd: string, path: string): string {
  return normalizePath(path.startsWith("/") ? path : `${cwd}/${path}`);
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash <= 0 ? "/" : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A name inside a directory. */
export function childOf(directory: string, name: string): string {
  return directory.endsWith("/") ? directory + name : `${directory}/${name}`;
}

/** True when `path` is `directory` or lies below it. */
export function isWithin(path: string, directory: string): boolean {
  return directory === "/" || path === directory || path.startsWith(`${directory}/`);
}
