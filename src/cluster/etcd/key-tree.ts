// Keys as a tree of their slash-separated segments, so that a range costs what it returns and writes cost their depth.

interface Directory<T> {
  readonly directories: Map<string, Directory<T>>;
  readonly leaves: Map<string, T>;
  count: number;
  /** Names in key order, directories ending in a slash; undefined after a name came or went. */
  order: string[] | undefined;
}

function emptyDirectory<T>(): Directory<T> {
  return { directories: new Map(), leaves: new Map(), count: 0, order: undefined };
}

export class KeyTree<T> {
  private readonly root: Directory<T> = emptyDirectory();

  get(key: string): T | undefined {
    const { path, name } = split(key);
    return this.find(path)?.leaves.get(name);
  }

  set(key: string, value: T): void {
    const { path, name } = split(key);
    const trail = this.make(path);
    const directory = trail[trail.length - 1] ?? this.root;
    if (!directory.leaves.has(name)) {
      directory.order = undefined;
      for (const each of trail) each.count++;
    }
    directory.leaves.set(name, value);
  }

  delete(key: string): void {
    const { path, name } = split(key);
    const directory = this.find(path);
    if (directory?.leaves.delete(name) !== true) return;
    directory.order = undefined;
    for (const each of this.make(path)) each.count--;
  }

  /** The values under a prefix, in key order. The prefix ends in a slash. */
  range(prefix: string): T[] {
    const directory = this.find(split(prefix).path);
    const out: T[] = [];
    if (directory !== undefined) collect(directory, out);
    return out;
  }

  count(prefix: string): number {
    return this.find(split(prefix).path)?.count ?? 0;
  }

  private find(path: readonly string[]): Directory<T> | undefined {
    let directory: Directory<T> | undefined = this.root;
    for (const segment of path) {
      directory = directory.directories.get(segment);
      if (directory === undefined) return undefined;
    }
    return directory;
  }

  /** The directories along the path, the root first, made where missing. */
  private make(path: readonly string[]): Directory<T>[] {
    const trail = [this.root];
    let directory = this.root;
    for (const segment of path) {
      let next = directory.directories.get(segment);
      if (next === undefined) {
        next = emptyDirectory();
        directory.directories.set(segment, next);
        directory.order = undefined;
      }
      trail.push(next);
      directory = next;
    }
    return trail;
  }
}

function split(key: string): { path: string[]; name: string } {
  const segments = key.split("/");
  const name = segments.pop() ?? "";
  return { path: segments, name };
}

function collect<T>(directory: Directory<T>, out: T[]): void {
  // A directory sorts by its name with the slash, as its keys do: "a-b/x" comes before "a/x".
  directory.order ??= [...directory.leaves.keys(), ...[...directory.directories.keys()].map((name) => `${name}/`)].sort(
    compareBytes,
  );
  for (const name of directory.order) {
    if (name.endsWith("/")) {
      const child = directory.directories.get(name.slice(0, -1));
      if (child !== undefined) collect(child, out);
      continue;
    }
    const value = directory.leaves.get(name);
    if (value !== undefined) out.push(value);
  }
}

function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
