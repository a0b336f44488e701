// Stands for chroot: a program for which a directory is the root, as the one at which `kubectl debug node/…` shows the node.
// Simplified: a node's files have no programs in them; what runs there are the programs of the container, which are named the same.

import { FileError, type FileTree } from "../../files.ts";
import { MountFiles } from "../../mount-files.ts";
import { resolvePath } from "../../paths.ts";
import type { Machine } from "../../process.ts";
import { programFinder } from "../../program-finder.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";

export function* chroot(run: Run): Doing<number> {
  const [root, ...words] = run.options("+", {}).operands;
  if (root === undefined) return run.usage("chroot NEWROOT [PROG ARGS]");
  const { process } = run;
  if (process.machine.user.uid !== 0)
    return run.fail(`can't change root directory to '${root}': Operation not permitted`);
  const machine = machineBelow(process.machine, rootFiles(run, root));
  const argv = words.length > 0 ? words : [process.env.SHELL ?? "/bin/sh", "-i"];
  const program = machine.findProgram(argv[0] ?? "", process.env, "/");
  if (program === "not found") return run.fail(`can't execute '${argv[0]}': No such file or directory`, 127);
  if (program === "permission denied") return run.fail(`can't execute '${argv[0]}': Permission denied`, 126);
  const { env, stdin, stdout, stderr } = process;
  return yield* process.replace({ program, argv, env, cwd: "/", stdin, stdout, stderr, machine });
}

function rootFiles(run: Run, root: string): FileTree {
  const { machine, cwd } = run.process;
  const path = resolvePath(cwd, root);
  try {
    if (machine.files.stat(path).type === "directory")
      return new MountFiles([{ path: "/", tree: machine.files, subPath: path }]);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return run.fail(`can't change root directory to '${root}': No such file or directory`);
  }
  return run.fail(`can't change root directory to '${root}': Not a directory`);
}

function machineBelow(machine: Machine, files: FileTree): Machine {
  const ownProgram = (path: string) => {
    // Nodes have bash, small images often have not.
    for (const name of [path, path.replace(/\/bash$/, "/sh")]) {
      const found = machine.findProgram(name, {}, "/");
      if (typeof found === "function") return found;
    }
    return undefined;
  };
  return { ...machine, files, findProgram: programFinder({ files, user: machine.user, programs: ownProgram }) };
}
