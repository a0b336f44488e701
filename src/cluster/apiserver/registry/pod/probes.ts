// Probes and lifecycle hooks of containers.

import { portNameErrors } from "../../../../api/names.ts";
import type { Container, PodSpec, Probe } from "../../../../api/types.ts";
import { forbidden, invalid, invalidEach, nonNegative, notSupported, required } from "../field-error.ts";
import type { FieldError } from "../kind.ts";
import { httpHeaderNameErrors, portNumberErrors } from "../names.ts";

type Lifecycle = NonNullable<Container["lifecycle"]>;
type Handler = NonNullable<Lifecycle["preStop"]>;
type HTTPGet = NonNullable<Probe["httpGet"]>;

export function validateContainerProbes(container: Container, field: string): FieldError[] {
  const { livenessProbe, readinessProbe, startupProbe } = container;
  return [
    ...probeErrors(livenessProbe, `${field}.livenessProbe`),
    ...successErrors(livenessProbe, `${field}.livenessProbe`),
    ...probeErrors(readinessProbe, `${field}.readinessProbe`),
    ...readinessErrors(readinessProbe, `${field}.readinessProbe`),
    ...probeErrors(startupProbe, `${field}.startupProbe`),
    ...successErrors(startupProbe, `${field}.startupProbe`),
  ];
}

function probeErrors(probe: Probe | undefined, field: string): FieldError[] {
  if (probe === undefined) return [];
  const grace = probe.terminationGracePeriodSeconds;
  const { exec, httpGet, tcpSocket, grpc } = probe;
  const errors = [
    ...handlerErrors({ exec, httpGet, tcpSocket, grpc }, field),
    ...nonNegative(`${field}.initialDelaySeconds`, probe.initialDelaySeconds),
    ...nonNegative(`${field}.timeoutSeconds`, probe.timeoutSeconds),
    ...nonNegative(`${field}.periodSeconds`, probe.periodSeconds),
    ...nonNegative(`${field}.successThreshold`, probe.successThreshold),
    ...nonNegative(`${field}.failureThreshold`, probe.failureThreshold),
  ];
  if (grace !== undefined && grace <= 0) {
    errors.push(invalid(`${field}.terminationGracePeriodSeconds`, grace, "must be greater than 0"));
  }
  return errors;
}

// One success is all that these can wait for: the container is restarted or released at once.
function successErrors(probe: Probe | undefined, field: string): FieldError[] {
  if (probe === undefined || probe.successThreshold === 1) return [];
  return [invalid(`${field}.successThreshold`, probe.successThreshold, "must be 1")];
}

function readinessErrors(probe: Probe | undefined, field: string): FieldError[] {
  const grace = probe?.terminationGracePeriodSeconds;
  if (grace === undefined) return [];
  return [invalid(`${field}.terminationGracePeriodSeconds`, grace, "must not be set for readinessProbes")];
}

export function validateLifecycle(lifecycle: Lifecycle | undefined, field: string, spec: PodSpec): FieldError[] {
  return (["postStart", "preStop"] as const).flatMap((hook) => {
    const handler = lifecycle?.[hook];
    if (handler === undefined) return [];
    const { exec, httpGet, tcpSocket, sleep } = handler;
    return handlerErrors({ exec, httpGet, tcpSocket, sleep }, `${field}.${hook}`, spec.terminationGracePeriodSeconds);
  });
}

interface Handlers {
  readonly exec?: Handler["exec"];
  readonly httpGet?: HTTPGet | undefined;
  readonly tcpSocket?: Handler["tcpSocket"];
  readonly grpc?: Probe["grpc"];
  readonly sleep?: Handler["sleep"];
}

function handlerErrors(handlers: Handlers, field: string, graceSeconds?: number): FieldError[] {
  const names = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] as const;
  const [first, ...others] = names.filter((name) => handlers[name] !== undefined);
  if (first === undefined) return [required(field, "must specify a handler type")];
  return [
    ...actionErrors(handlers, first, `${field}.${first}`, graceSeconds),
    ...others.map((name) => forbidden(`${field}.${name}`, "may not specify more than 1 handler type")),
  ];
}

function actionErrors(handlers: Handlers, kind: keyof Handlers, field: string, graceSeconds?: number): FieldError[] {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handlers;
  if (kind === "exec") return (exec?.command ?? []).length === 0 ? [required(`${field}.command`)] : [];
  if (kind === "httpGet") return httpGet === undefined ? [] : httpErrors(httpGet, field);
  if (kind === "tcpSocket") return validatePort(tcpSocket?.port, `${field}.port`);
  if (kind === "grpc") return validatePort(grpc?.port, `${field}.port`);
  const seconds = sleep?.seconds ?? 0;
  if (graceSeconds === undefined || (seconds >= 0 && seconds <= graceSeconds)) return [];
  const text = `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`;
  return [invalid(field, seconds, text)];
}

function httpErrors({ path = "", port, scheme, httpHeaders = [] }: HTTPGet, field: string): FieldError[] {
  const errors = path === "" ? [required(`${field}.path`)] : [];
  errors.push(...validatePort(port, `${field}.port`));
  const schemes = ["HTTP", "HTTPS"];
  if (!schemes.includes(scheme ?? "")) errors.push(notSupported(`${field}.scheme`, scheme ?? "", schemes));
  const headers = httpHeaders.flatMap(({ name = "" }) =>
    invalidEach(`${field}.httpHeaders`, name, httpHeaderNameErrors(name)),
  );
  return [...errors, ...headers];
}

/** A port by number or by name. */
export function validatePort(port: unknown, field: string): FieldError[] {
  if (typeof port === "string") return invalidEach(field, port, portNameErrors(port));
  const number = Number(port ?? 0);
  return invalidEach(field, number, portNumberErrors(number));
}
