// What the container runtime says when it cannot start something.

/** Raised where the CRI answers with an error; the message is the gRPC description, as kubelet shows it. */
export class RuntimeError extends Error {
  constructor(
    message: string,
    /** `start`: the container was made but its process could not be started, which leaves a StartError behind. */
    readonly stage: "create" | "start" | "exec" | "lookup",
  ) {
    super(message);
  }
}

export type MissingProgram = "not found" | "permission denied";

function whyNot(command: string, why: MissingProgram): string {
  if (why === "permission denied") return `exec: "${command}": permission denied`;
  if (command.includes("/")) return `exec: "${command}": stat ${command}: no such file or directory`;
  return `exec: "${command}": executable file not found in $PATH`;
}

export function startFailure(command: string, why: MissingProgram): RuntimeError {
  const text = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${whyNot(command, why)}: unknown`;
  return new RuntimeError(text, "start");
}

export function execFailure(execId: string, command: string, why: MissingProgram): RuntimeError {
  const text = `failed to exec in container: failed to start exec "${execId}": OCI runtime exec failed: exec failed: unable to start container process: ${whyNot(command, why)}: unknown`;
  return new RuntimeError(text, "exec");
}
