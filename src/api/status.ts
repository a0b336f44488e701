// `Status`: what the API answers when the answer is not an object, above all every error, with the texts of Kubernetes.

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export interface Status {
  readonly apiVersion: "v1";
  readonly kind: "Status";
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** A resource as error texts name it: `pods`, `deployments.apps`. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** Raised anywhere inside the API server and turned into an answer in one place. */
export class ApiError extends Error {
  constructor(readonly status: Status) {
    // An answer, not a fault of ours: a stack trace would cost more than the request.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(status.message ?? "the request failed");
    Error.stackTraceLimit = limit;
  }

  get code(): number {
    return this.status.code ?? 500;
  }

  get reason(): string {
    return this.status.reason ?? "Unknown";
  }
}

export function failure(code: number, reason: string, message: string, details?: StatusDetails): Status {
  const base = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason } as const;
  return details === undefined ? { ...base, code } : { ...base, details, code };
}

export function success(details?: StatusDetails): Status {
  const base = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success" } as const;
  return details === undefined ? base : { ...base, details };
}

/** `pods "web"` or `deployments.apps "web"`: how errors name an object. */
export function qualified({ group, resource }: GroupResource, name: string): string {
  return `${group === "" ? resource : `${resource}.${group}`} "${name}"`;
}

function detailsOf({ group, resource }: GroupResource, name: string): StatusDetails {
  return { ...(name === "" ? {} : { name }), ...(group === "" ? {} : { group }), kind: resource };
}

export function notFound(resource: GroupResource, name: string): Status {
  return failure(404, "NotFound", `${qualified(resource, name)} not found`, detailsOf(resource, name));
}

export function alreadyExists(resource: GroupResource, name: string): Status {
  return failure(409, "AlreadyExists", `${qualified(resource, name)} already exists`, detailsOf(resource, name));
}

export function conflict(resource: GroupResource, name: string, why: string): Status {
  const message = `Operation cannot be fulfilled on ${qualified(resource, name)}: ${why}`;
  return failure(409, "Conflict", message, detailsOf(resource, name));
}

export function forbidden(resource: GroupResource, name: string, why: string): Status {
  const message =
    name === ""
      ? `${resourceText(resource)} is forbidden: ${why}`
      : `${qualified(resource, name)} is forbidden: ${why}`;
  return failure(403, "Forbidden", message, detailsOf(resource, name));
}

function resourceText({ group, resource }: GroupResource): string {
  return group === "" ? resource : `${resource}.${group}`;
}

export function badRequest(message: string): Status {
  return failure(400, "BadRequest", message);
}

/** 410: the resourceVersion asked for is no longer in the history. */
export function expired(message: string): Status {
  return failure(410, "Expired", message);
}

export function internalError(message: string): Status {
  const causes = [{ message }];
  return failure(500, "InternalError", `Internal error occurred: ${message}`, { causes });
}

/** What the simulation leaves out is refused by name, never answered with a guess. */
export function unsupported(what: string): Status {
  return failure(501, "NotImplemented", `k8s-tutor does not simulate ${what}`);
}
