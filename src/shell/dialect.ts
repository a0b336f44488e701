// Stands for what differs between the shells that speak the same language: busybox ash in a container, bash on a laptop.

export interface Dialect {
  /** Stands before messages: `sh`. */
  readonly name: string;
  readonly notFound: (command: string) => string;
  readonly permissionDenied: (command: string) => string;
  readonly cannotCreate: (path: string, reason: string) => string;
  readonly cannotOpen: (path: string, reason: string) => string;
  readonly cannotChangeDirectory: (path: string, reason: string) => string;
  /** {a,b} and {1..5}. */
  readonly braces: boolean;
  /** The exit code of a command whose redirection failed. */
  readonly prompt: (user: { readonly uid: number }) => string;
}

export const ash: Dialect = {
  name: "sh",
  notFound: (command) => `sh: ${command}: not found`,
  permissionDenied: (command) => `sh: ${command}: Permission denied`,
  cannotCreate: (path, reason) => `can't create ${path}: ${reason}`,
  cannotOpen: (path, reason) => `can't open ${path}: ${lowerFirst(reason)}`,
  cannotChangeDirectory: (path, reason) => `can't cd to ${path}: ${reason}`,
  braces: false,
  prompt: (user) => (user.uid === 0 ? "\\w # " : "\\w $ "),
};

export const bash: Dialect = {
  name: "bash",
  notFound: (command) =>
    command.includes("/") ? `bash: ${command}: No such file or directory` : `bash: ${command}: command not found`,
  permissionDenied: (command) => `bash: ${command}: Permission denied`,
  cannotCreate: (path, reason) => `${path}: ${reason}`,
  cannotOpen: (path, reason) => `${path}: ${reason}`,
  cannotChangeDirectory: (path, reason) => `${path}: ${reason}`,
  braces: true,
  prompt: (user) => (user.uid === 0 ? "\\u@\\h:\\w# " : "\\u@\\h:\\w$ "),
};

/** What the learner's own prompt says: bash without its name before each message. */
export const laptop: Dialect = {
  ...bash,
  notFound: (command) =>
    command.includes("/") ? `${command}: No such file or directory` : `${command}: command not found`,
  permissionDenied: (command) => `${command}: Permission denied`,
  prompt: () => "$ ",
};

// busybox says "no such file" here, and the full sentence everywhere else.
function lowerFirst(reason: string): string {
  return reason === "No such file or directory" ? "no such file" : reason;
}
