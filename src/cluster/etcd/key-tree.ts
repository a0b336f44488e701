// Keys as a tree of their slash-separated segments, so that a range costs what it returns and writes cost their depth.

interface Directory<T> {
  readonly parent: Directory<T> | undefined;
  readonly directories: Map<string, Directory<T>>;
  readonly leaves: Map<string, T>;
  count: number;
  /** Names in key order, directories ending in a slash; undefined after a name came or went. */
  order: string[] | undefined;
}

function emptyDirectory<T>(parent: Directory<T> | undefined): Directory<T> {
  return { parent, directories: new Map(), leaves: new Map(), count: 0, order: undefined };
}

export class KeyTree<T> {
  /** Directories by their path with its last slash; the root's is empty. An empty directory stays. */
  private readonly byPath = new Map<string, Directory<T>>([["", emptyDirectory(undefined)]]);

  get(key: string): T | undefined {
    const at = nameStart(key);
    return this.byPath.get(key.slice(0, at))?.leaves.get(key.slice(at));
  }

  set(key: string, value: T): void {
    const at = nameStart(key);
    const directory = this.make(key.slice(0, at));
    const name = key.slice(at);
    if (!directory.leaves.has(name)) {
      directory.order = undefined;
      count(directory, 1);
    }
    directory.leaves.set(name, value);
  }

  delete(key: string): void {
    const at = nameStart(key);
    const directory = this.byPath.get(key.slice(0, at));
    if (directory?.leaves.delete(key.slice(at)) !== true) return;
    directory.order = undefined;
    count(directory, -1);
  }

  /** The values under a prefix, in key order. The prefix ends in a slash. */
  range(prefix: string): T[] {
    const directory = this.byPath.get(prefix);
    const out: T[] = [];
    if (directory !== undefined) collect(directory, out);
    return out;
  }

  count(prefix: string): number {
    return this.byPath.get(prefix)?.count ?? 0;
  }

  /** The directory of a path, made with its parents where missing. */
  private make(path: string): Directory<T> {
    const known = this.byPath.get(path);
    if (known !== undefined) return known;
    const at = path.slice(0, -1).lastIndexOf("/") + 1;
    const parent = this.make(path.slice(0, at));
    const made = emptyDirectory(parent);
    parent.directories.set(path.slice(at, -1), made);
    parent.order = undefined;
    this.byPath.set(path, made);
    return made;
  }
}

function count<T>(directory: Directory<T>, by: number): void {
  for (let at: Directory<T> | undefined = directory; at !== undefined; at = at.parent) at.count += by;
}

/** Where the last segment of a key begins. */
function nameStart(key: string): number {
  return key.lastIndexOf("/") + 1;
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
