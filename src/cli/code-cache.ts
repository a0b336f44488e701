// Loads the built program and keeps its compiled code between runs, for Node.js before 22.8, which cannot do that by itself. A start
// calls some ten thousand functions once: most of its time would go into compiling them. An entry of its own: it comes before the rest.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Script } from "node:vm";

declare const __VERSION__: string;

interface LoadedModule {
  exports: unknown;
}

type Require = (name: string) => unknown;
type Body = (exports: unknown, require: Require, module: LoadedModule, filename: string, dirname: string) => void;

const AFTER_START_MS = 1000;

/** Runs the CommonJS module `file`; what it requires below its own folder is loaded the same way. Answers its exports.
 * Where nothing can be kept (a read-only home, a full disk, `NODE_DISABLE_COMPILE_CACHE`) it runs without. */
export function loadProgram(file: string): unknown {
  const folder = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : cacheFolder();
  const loader = new Loader(dirname(file), folder);
  if (folder !== undefined) {
    process.once("exit", () => loader.keep(folder));
    // V8 drops the code of functions that have not been called for a while: in a long run those of the start would be gone at its end.
    setTimeout(() => loader.keep(folder), AFTER_START_MS).unref();
  }
  return loader.load(file);
}

class Loader {
  private readonly modules = new Map<string, LoadedModule>();
  /** What had to be compiled, by the module's path. */
  private readonly fresh = new Map<string, Script>();

  constructor(
    private readonly root: string,
    private readonly folder: string | undefined,
  ) {}

  load(file: string): unknown {
    const known = this.modules.get(file);
    if (known !== undefined) return known.exports;
    const module: LoadedModule = { exports: {} };
    this.modules.set(file, module);
    const script = this.compile(file);
    (script.runInThisContext() as Body)(module.exports, this.requireFor(file), module, file, dirname(file));
    return module.exports;
  }

  /** Keeps the code of all functions that this run has used. */
  keep(folder: string): void {
    if (this.fresh.size === 0) return;
    try {
      removeOthers(folder);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const [file, script] of this.fresh) {
        const kept = keptFile(folder, file);
        const whole = `${kept}.${process.pid}`;
        writeFileSync(whole, script.createCachedData(), { mode: 0o600 });
        renameSync(whole, kept);
        this.fresh.delete(file);
      }
    } catch {
      // The next start is slower then; nothing else depends on it.
    }
  }

  private compile(file: string): Script {
    const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "utf8")}\n})`;
    if (this.folder === undefined || !isNamedByContent(file)) return new Script(source, { filename: file });
    const cachedData = readIfThere(keptFile(this.folder, file));
    const script = new Script(source, { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
    if (script.cachedDataRejected !== false) this.fresh.set(file, script);
    return script;
  }

  private requireFor(file: string): Require {
    const outside = createRequire(file);
    return (name) => {
      const path = join(dirname(file), name);
      return name.startsWith(".") && path.startsWith(this.root) ? this.load(path) : outside(name);
    };
  }
}

/** Code fits one build of Node.js and one of ours. */
function cacheFolder(): string {
  const { platform, env, arch, versions } = process;
  const name = `code-${__VERSION__}-${versions.node}-${arch}`;
  const home = homedir();
  if (platform === "win32") return join(env.LOCALAPPDATA ?? join(home, "AppData", "Local"), "k8s-tutor", "cache", name);
  if (platform === "darwin") return join(home, "Library", "Caches", "k8s-tutor", name);
  return join(env.XDG_CACHE_HOME ?? join(home, ".cache"), "k8s-tutor", name);
}

/** V8 takes code for that of a source if the lengths are equal; so only names may be trusted that change with the source. */
function isNamedByContent(file: string): boolean {
  return basename(dirname(file)) === "chunks";
}

function keptFile(folder: string, file: string): string {
  return join(folder, basename(file));
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    // Not kept yet, or not readable: then it is compiled.
    return undefined;
  }
}

/** What earlier versions have kept. */
function removeOthers(folder: string): void {
  const above = dirname(folder);
  for (const name of names(above)) {
    if (name.startsWith("code-") && name !== basename(folder))
      rmSync(join(above, name), { recursive: true, force: true });
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // It is made when there is something to keep.
    return [];
  }
}
