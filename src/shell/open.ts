// Stands for open(2) of a path by a program: files of the machine, and the few devices that every container has.

import { textOfBytes } from "../bytes/bytes.ts";
import { FileError } from "./files.ts";
import { duplicateInput, duplicateOutput } from "./handles.ts";
import { resolvePath } from "./paths.ts";
import type { Input, Output, Process } from "./process.ts";
import { nullInput, nullOutput, textInput } from "./streams.ts";
import { alwaysReady } from "./waitable.ts";

type Standard = Pick<Process, "stdin" | "stdout" | "stderr">;

const zeroBlock = "\0".repeat(65536);

export function openInput(process: Process, path: string, standard: Standard = process): Input {
  const full = resolvePath(process.cwd, path);
  if (full === "/dev/null") return nullInput;
  if (full === "/dev/zero") return endless(() => zeroBlock);
  if (full === "/dev/urandom" || full === "/dev/random") return endless(randomBlocks(process));
  if (full === "/dev/stdin" || full === "/dev/fd/0" || full === "/dev/tty") return duplicateInput(standard.stdin);
  return textInput(process.machine.files.read(full));
}

export function openOutput(
  process: Process,
  path: string,
  options: { readonly append: boolean; readonly mode?: number; readonly standard?: Standard },
): Output {
  const { files } = process.machine;
  const full = resolvePath(process.cwd, path);
  const standard = options.standard ?? process;
  if (full === "/dev/null" || full === "/dev/zero") return nullOutput;
  if (full === "/dev/full") throw new FileError("ENOSPC", full);
  if (/^\/(dev\/stdout|dev\/fd\/1|proc\/self\/fd\/1|dev\/tty)$/.test(full)) return duplicateOutput(standard.stdout);
  if (/^\/(dev\/stderr|dev\/fd\/2|proc\/self\/fd\/2)$/.test(full)) return duplicateOutput(standard.stderr);
  if (!files.exists(full)) files.write(full, "", options.mode ?? 0o644);
  else if (options.append) files.append(full, "");
  else files.write(full, "");
  return fileOutput(process, full);
}

function fileOutput(process: Process, path: string): Output {
  return {
    isTerminal: false,
    writable: alwaysReady,
    write(text) {
      // Whoever removed the file meanwhile sees no more of it; the writer does not notice.
      if (process.machine.files.exists(path)) process.machine.files.append(path, text);
      return true;
    },
    close: () => undefined,
  };
}

function endless(block: () => string): Input {
  return { isTerminal: false, readable: alwaysReady, read: block, close: () => undefined };
}

const poolSize = 4096;

/** The first block is chance byte by byte; whoever reads on and on gets it turned about, again and again, which costs little. */
function randomBlocks(process: Process): () => string {
  let pool = "";
  let turned = "";
  return () => {
    const { machine } = process;
    if (pool === "") {
      pool = textOfBytes(Uint8Array.from({ length: poolSize }, () => Math.floor(machine.random() * 256)));
      return pool;
    }
    if (turned !== "") return turned;
    const turn = Math.floor(machine.random() * pool.length);
    turned = (pool.slice(turn) + pool.slice(0, turn)).repeat(8);
    return turned;
  };
}
