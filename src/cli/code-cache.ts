// Loads the built program and keeps its compiled code between runs. A start calls some ten thousand functions once: most of its time
// would go into compiling them. (Newer Nodes have `module.enableCompileCache`, which keeps less of it.) An entry of its own: it comes
// before the rest.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";
import { cacheFolder, readIfThere, removeOthers, writeWhole } from "./cache-folder.ts";
import { patienceFlag } from "./compiler-patience.ts";

declare const __VERSION__: string;

interface LoadedModule {
  exports: unknown;
}

type Require = (name: string) => unknown;
type Body = (exports: unknown, require: Require, module: LoadedModule, filename: string, dirname: string) => void;

const AFTER_START_MS = 1000;

/** What every run needs of Node.js. */
const USED_OF_NODE = ["node:child_process", "node:stream/promises", "node:tty"];

/** Runs the CommonJS module `file`; what it requires below its own folder is loaded the same way. Answers its exports.
 * Where nothing can be kept (a read-only home, a full disk, `NODE_DISABLE_COMPILE_CACHE`) it runs without. */
export function loadProgram(file: string): unknown {
  beMorePatient();
  const folder = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : codeFolder();
  const loader = new Loader(dirname(file), folder);
  if (folder !== undefined) {
    process.once("exit", () => loader.keep(folder));
    // V8 drops the code of functions that have not been called for a while: in a long run those of the start would be gone at its end.
    setTimeout(() => loader.keep(folder), AFTER_START_MS).unref();
  }
  return loader.load(file);
}

function beMorePatient(): void {
  const flag = patienceFlag();
  if (flag === undefined) return;
  // Node's own compiled code fits V8's usual flags only; so what is needed of it comes first.
  for (const name of USED_OF_NODE) process.getBuiltinModule(name);
  setFlagsFromString(flag);
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
      removeOthers(folder, "code-");
      for (const [file, script] of this.fresh) {
        writeWhole(keptFile(folder, file), script.createCachedData());
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
function codeFolder(): string {
  const { arch, versions } = process;
  return cacheFolder(`code-${__VERSION__}-${versions.node}-${arch}`);
}

/** V8 takes code for that of a source if the lengths are equal; so only names may be trusted that change with the source. */
function isNamedByContent(file: string): boolean {
  return basename(dirname(file)) === "chunks";
}

function keptFile(folder: string, file: string): string {
  return join(folder, basename(file));
}
