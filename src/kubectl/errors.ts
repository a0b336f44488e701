// Turns what went wrong into the text that kubectl writes on stderr, in one place.

import { goQuote } from "../api/go-values.ts";
import type { Status, StatusCause } from "../api/status.ts";
import { CommandError } from "./io.ts";

/** The server answered with a Status. `reason` tells errors apart. */
export class StatusError extends Error {
  constructor(readonly status: Status) {
    super(status.message ?? "");
  }

  get reason(): string {
    return this.status.reason ?? "";
  }
}

/** kubectl's own complaint: printed as `error: MESSAGE`. */
export class KubectlError extends Error {}

/** The kubeconfig does not say how to reach a cluster: printed as `Error in configuration: MESSAGE`. */
export class ConfigurationError extends Error {}

/** What was asked of a server that gave no answer, and why there was none. */
export interface UnansweredRequest {
  readonly method: string;
  /** As in `https://127.0.0.1:6443`. */
  readonly server: string;
  /** With its query. */
  readonly path: string;
  /** As Go puts it: `dial tcp 127.0.0.1:6443: connect: connection refused`. */
  readonly reason: string;
}

/** No answer could be had from the server; its message is printed as it stands. */
export class ConnectionError extends Error {
  constructor(
    message: string,
    readonly request?: UnansweredRequest,
  ) {
    super(message);
  }

  /** What it is called inside another message: `Get "https://…": dial tcp …`. @param path instead of the one asked for. */
  detail(path = this.request?.path): string {
    if (this.request === undefined) return this.message;
    const { method, server, reason } = this.request;
    return `${method.charAt(0)}${method.slice(1).toLowerCase()} ${goQuote(`${server}${path}`)}: ${reason}`;
  }
}

/** Several things went wrong in one run; each is printed on a line. */
export class AggregateFailure extends Error {
  constructor(readonly errors: readonly Error[]) {
    super(errors.length === 1 ? (errors[0]?.message ?? "") : inOne(errors));
  }
}

/** Each text once, whatever is nested in what. */
function inOne(errors: readonly Error[]): string {
  const texts = [...new Set(errors.flatMap(leaves).map((error) => error.message))];
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
}

function leaves(error: Error): readonly Error[] {
  return error instanceof AggregateFailure ? error.errors.flatMap(leaves) : [error];
}

export function isStatus(error: unknown, reason: string): error is StatusError {
  return error instanceof StatusError && error.reason === reason;
}

/** Names the file that an error belongs to: `error when creating "web.yaml": …`. */
export function withSource(error: unknown, verb: string, source: string): Error {
  const cause = asError(error);
  if (source === "") return cause;
  if (cause instanceof StatusError) {
    return new StatusError({ ...cause.status, message: `error when ${verb} "${source}": ${cause.message}` });
  }
  if (cause instanceof ConnectionError) return cause;
  return new KubectlError(`error when ${verb} "${source}": ${cause.message}`);
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** What a misuse of a command says: the complaint, and where to find help. */
export function usageError(commandPath: string, message: string): KubectlError {
  return new KubectlError(`${message}\nSee '${commandPath} -h' for help and examples`);
}

/** Of what is asked for as bytes, kubectl reads no Status: the code alone says what is wrong. */
export function byCodeAlone(error: unknown): unknown {
  if (!isStatus(error, "Unauthorized")) return error;
  return new StatusError({ ...error.status, message: "the server has asked for the client to provide credentials" });
}

/** Throws one error, or several as one; does nothing when there is none. */
export function throwAll(errors: readonly Error[]): void {
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : new AggregateFailure(errors);
}

/** What get and describe cannot read: they print it as it stands, without `error: `. */
export function readingFailure(error: Error): Error {
  return error instanceof KubectlError ? new AggregateFailure([new AggregateFailure([error])]) : error;
}

/** The complete text for stderr, with its last line end; empty when nothing is to be printed. */
export function errorText(error: Error): string {
  const text = messageText(error);
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

export function exitCodeOf(error: Error): number {
  return error instanceof CommandError ? error.exitCode : 1;
}

function messageText(error: Error): string {
  if (error instanceof CommandError) return error.message;
  if (error instanceof StatusError && error.reason === "Invalid") return invalidText(error.status);
  if (error instanceof ConfigurationError) return `Error in configuration: ${error.message}`;
  if (error instanceof AggregateFailure) {
    const [only] = error.errors;
    if (error.errors.length === 1 && only !== undefined && !(only instanceof AggregateFailure))
      return messageText(only);
    return error.errors.map((each) => `${standardText(each)}\n`).join("");
  }
  const text = standardText(error);
  if (error instanceof StatusError || error instanceof ConnectionError || text.startsWith("error: ")) return text;
  return `error: ${text}`;
}

/** The text of one error inside a longer message. */
export function standardText(error: Error): string {
  if (!(error instanceof StatusError)) return error.message;
  const { reason, message } = error.status;
  if (reason === "Unauthorized") return `error: You must be logged in to the server (${message ?? reason})`;
  if (reason === undefined || reason === "" || reason === "Unknown") return `Error from server: ${message ?? ""}`;
  return `Error from server (${reason}): ${message ?? ""}`;
}

function invalidText(status: Status): string {
  const { details, message } = status;
  if (details === undefined) return message ? `The request is invalid: ${message}` : "The request is invalid";
  const causes = causeTexts(details.causes ?? []);
  const named = (details.kind ?? "") !== "" || (details.name ?? "") !== "";
  let subject = "The request is invalid";
  if (named) subject = `The ${details.kind ?? ""} ${goQuote(details.name ?? "")} is invalid`;
  else if (message && causes.length === 0) subject = `The request is invalid: ${message}`;
  if (causes.length === 0) return subject;
  if (causes.length === 1) return `${subject}: ${causes[0]}\n`;
  return `${subject}: \n${causes.map((cause) => `* ${cause}\n`).join("")}`;
}

function causeTexts(causes: readonly StatusCause[]): string[] {
  return [...new Set(causes.map((cause) => `${cause.field ?? ""}: ${cause.message ?? ""}`))];
}
