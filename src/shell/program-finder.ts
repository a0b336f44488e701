// Stands for execvp(3): from a command's name to the program that its file holds.

import { FileError, type FileTree } from "./files.ts";
import { childOf, resolvePath } from "./paths.ts";
import type { Machine, Program } from "./process.ts";
import { scriptProgram } from "./sh.ts";

export interface ProgramFinderOptions {
  readonly files: FileTree;
  /** The programs of the image (or the laptop), by the path of their file. */
  readonly programs: (path: string) => Program | undefined;
  readonly user?: { readonly uid: number };
}

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What a `Machine` has as `findProgram`. */
export function programFinder(options: ProgramFinderOptions): Machine["findProgram"] {
  return (name, env, cwd) => {
    if (name === "") return "not found";
    if (name.includes("/")) return atPath(options, resolvePath(cwd, name));
    let answer: ReturnType<Machine["findProgram"]> = "not found";
    for (const directory of (env.PATH ?? defaultPath).split(":")) {
      const found = atPath(options, resolvePath(cwd, childOf(directory === "" ? "." : directory, name)));
      if (typeof found === "function") return found;
      if (found === "permission denied") answer = found;
    }
    return answer;
  };
}

function atPath(options: ProgramFinderOptions, path: string): ReturnType<Machine["findProgram"]> {
  const known = options.programs(path);
  if (known !== undefined) return known;
  const { files } = options;
  if (!files.exists(path)) return "not found";
  const info = files.stat(path);
  if (info.type === "directory" || (info.mode & 0o111) === 0) return "permission denied";
  try {
    return programOfText(options, files.read(path), path);
  } catch (error) {
    if (error instanceof FileError) return "permission denied";
    throw error;
  }
}

function programOfText(options: ProgramFinderOptions, text: string, path: string): Program | "not found" {
  const interpreter = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(text);
  const name = interpreter?.[1] ?? "/bin/sh";
  const tool = name.endsWith("/env") ? (interpreter?.[2] ?? "sh") : name;
  if (/(^|\/)(ba|da|a|z)?sh$/.test(tool)) return scriptProgram(text, path);
  const other = options.programs(tool);
  if (other === undefined) return "not found";
  // `#!/usr/bin/awk -f` and the like: the interpreter gets its argument and the file's path.
  return (process) => {
    const argv = [tool, ...(interpreter?.[2] === undefined ? [] : [interpreter[2]]), path, ...process.argv.slice(1)];
    const { env, cwd, stdin, stdout, stderr } = process;
    return process.replace({ program: other, argv, env, cwd, stdin, stdout, stderr });
  };
}
