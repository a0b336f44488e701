// What a container is given, as the API writes it and as the runtime is told; and what it takes to get from one to the other. Pure.

import { formatQuantity, parseQuantity, quantityMilliValue, quantityValue } from "../../api/quantity.ts";
import type { Container } from "../../api/types.ts";
import type { ContainerResources } from "../container-runtime/container-resources.ts";

export type Requirements = NonNullable<Container["resources"]>;
type List = Readonly<Record<string, string>>;

/** The kernel takes no smaller quota than this; what is smaller is shown as it was asked for. */
const LEAST_LIMIT_MILLIS = 10;
const NOTHING: ContainerResources = {};

/** Requirements are looked at in every sync, and the objects never change. */
const known = new WeakMap<Requirements, ContainerResources>();

/** What the runtime is told of a container. */
export function runtimeResources({ resources }: Container): ContainerResources {
  if (resources === undefined) return NOTHING;
  const before = known.get(resources);
  if (before !== undefined) return before;
  const told = translated(resources);
  known.set(resources, told);
  return told;
}

function translated({ requests = {}, limits = {} }: Requirements): ContainerResources {
  const cpuRequestMillis = millis(requests.cpu);
  const cpuLimitMillis = millis(limits.cpu);
  const memoryRequestBytes = bytes(requests.memory);
  const memoryLimitBytes = bytes(limits.memory);
  return {
    ...(cpuRequestMillis === undefined ? {} : { cpuRequestMillis }),
    ...(cpuLimitMillis === undefined ? {} : { cpuLimitMillis }),
    ...(memoryRequestBytes === undefined ? {} : { memoryRequestBytes }),
    ...(memoryLimitBytes === undefined ? {} : { memoryLimitBytes }),
  };
}

function millis(text: string | undefined): number | undefined {
  const amount = text === undefined ? undefined : parseQuantity(text);
  return amount === undefined ? undefined : quantityMilliValue(amount);
}

function bytes(text: string | undefined): number | undefined {
  const amount = text === undefined ? undefined : parseQuantity(text);
  return amount === undefined ? undefined : quantityValue(amount);
}

export type Resize = "none" | "in place" | "by restart";

/** What a running container needs to have what it is given. */
export function resizeOf(container: Container, actual: ContainerResources): Resize {
  const wanted = runtimeResources(container);
  if (wanted === actual) return "none";
  const changed = [
    ...(wanted.cpuRequestMillis === actual.cpuRequestMillis && wanted.cpuLimitMillis === actual.cpuLimitMillis
      ? []
      : ["cpu"]),
    ...(wanted.memoryRequestBytes === actual.memoryRequestBytes && wanted.memoryLimitBytes === actual.memoryLimitBytes
      ? []
      : ["memory"]),
  ];
  if (changed.length === 0) return "none";
  const needsRestart = (container.resizePolicy ?? []).some(
    ({ resourceName, restartPolicy }) => restartPolicy === "RestartContainer" && changed.includes(resourceName),
  );
  return needsRestart ? "by restart" : "in place";
}

/** What a running container has, in the API's words: what it was given, with the limits and the weight that are in force. */
export function requirementsInForce(given: Requirements, actual: ContainerResources): Requirements {
  const { cpuRequestMillis, cpuLimitMillis, memoryLimitBytes } = actual;
  const requests = withAmount(given.requests, "cpu", cpuRequestMillis, (amount) => cpu(amount, given.requests?.cpu, 2));
  const limits = withAmount(given.limits, "cpu", cpuLimitMillis, (amount) =>
    cpu(amount, given.limits?.cpu, LEAST_LIMIT_MILLIS),
  );
  const bounded = withAmount(limits, "memory", memoryLimitBytes, memory);
  return {
    ...given,
    ...(bounded === undefined ? {} : { limits: bounded }),
    ...(requests === undefined ? {} : { requests }),
  };
}

function withAmount(
  list: List | undefined,
  name: string,
  amount: number | undefined,
  show: (amount: number) => string,
): List | undefined {
  if (list === undefined || amount === undefined) return list;
  const text = show(amount);
  return list[name] === text ? list : { ...list, [name]: text };
}

function cpu(amount: number, given: string | undefined, least: number): string {
  if (given !== undefined && amount <= least && (millis(given) ?? 0) <= least) return given;
  return formatQuantity({ nano: BigInt(amount) * 1_000_000n, format: "DecimalSI" });
}

/** The kernel counts bytes, and knows of no decimal prefixes. */
function memory(amount: number): string {
  return formatQuantity({ nano: BigInt(amount) * 1_000_000_000n, format: "BinarySI" });
}
