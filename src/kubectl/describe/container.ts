// The containers of a pod or of a template: what they run, what state they are in, what they get.

import { goQuote } from "../../api/go-values.ts";
import type { Container, ContainerStatus } from "../../api/types.ts";
import { writeContainerStatus } from "./container-state.ts";
import type { LevelWriter } from "./description-writer.ts";
import { type FieldValue, writeEnvironment, writeEnvironmentSources } from "./environment.ts";
import { formatProbe } from "./probe.ts";
import { canonicalQuantity } from "./resource-field.ts";
import { byKey, compareText, orNone } from "./values.ts";

export interface ContainerSection {
  readonly title: string;
  readonly containers: readonly Container[];
  readonly statuses?: readonly ContainerStatus[];
  readonly fieldValue: FieldValue;
  /** The blanks before the title: a template stands inside another object. */
  readonly indent: string;
}

type Resources = NonNullable<Container["resources"]>;

export function writeContainers(writer: LevelWriter, section: ContainerSection): void {
  const { containers, indent } = section;
  writer.line(0, `${indent}${section.title}:${containers.length === 0 ? " <none>" : ""}`);
  for (const container of containers) {
    const status = section.statuses?.find((each) => each.name === container.name);
    writer.line(1, `${indent === "" ? "" : " "}${container.name}:`);
    writeBasics(writer, container, status);
    writeCommand(writer, "Command", container.command);
    writeCommand(writer, "Args", container.args);
    if (status !== undefined) writeContainerStatus(writer, status);
    writeResources(writer, 2, container.resources);
    writeProbes(writer, container);
    writeEnvironmentSources(writer, container);
    writeEnvironment(writer, container, section.fieldValue);
    writeMounts(writer, container);
  }
}

function writeBasics(writer: LevelWriter, container: Container, status: ContainerStatus | undefined): void {
  if (status !== undefined) writer.field(2, "Container ID", status.containerID ?? "");
  writer.field(2, "Image", container.image ?? "");
  if (status !== undefined) writer.field(2, "Image ID", status.imageID ?? "");
  const ports = container.ports ?? [];
  const plural = ports.length > 1 ? "s" : "";
  const format = (port: (typeof ports)[number], number: number) => `${number}/${port.protocol ?? ""}`;
  writer.field(2, `Port${plural}`, orNone(ports.map((port) => format(port, port.containerPort)).join(", ")));
  writer.field(2, `Host Port${plural}`, orNone(ports.map((port) => format(port, port.hostPort ?? 0)).join(", ")));
  const profile = container.securityContext?.seccompProfile;
  if (!profile) return;
  writer.field(2, "SeccompProfile", profile.type);
  if (profile.type === "Localhost") writer.field(3, "LocalhostProfile", profile.localhostProfile ?? "");
}

function writeCommand(writer: LevelWriter, title: string, words: readonly string[] | undefined): void {
  if (words === undefined || words.length === 0) return;
  writer.line(2, `${title}:`);
  for (const line of words.flatMap((word) => word.split("\n"))) writer.line(3, line);
}

export function writeResources(writer: LevelWriter, level: number, resources: Resources | undefined): void {
  for (const [title, list] of [
    ["Limits", resources?.limits],
    ["Requests", resources?.requests],
  ] as const) {
    const entries = Object.entries(list ?? {}).sort(byKey);
    if (entries.length > 0) writer.line(level, `${title}:`);
    for (const [name, quantity] of entries) writer.field(level + 1, name, canonicalQuantity(quantity));
  }
}

function writeProbes(writer: LevelWriter, { livenessProbe, readinessProbe, startupProbe }: Container): void {
  if (livenessProbe) writer.field(2, "Liveness", formatProbe(livenessProbe));
  if (readinessProbe) writer.field(2, "Readiness", formatProbe(readinessProbe));
  if (startupProbe) writer.field(2, "Startup", formatProbe(startupProbe));
}

function writeMounts(writer: LevelWriter, { volumeMounts = [], volumeDevices = [] }: Container): void {
  const none = volumeMounts.length === 0 ? "\t<none>" : "";
  writer.line(2, `Mounts:${none}`);
  for (const mount of [...volumeMounts].sort((a, b) => compareText(a.mountPath, b.mountPath))) {
    const access = mount.readOnly === true ? "ro" : "rw";
    const path = mount.subPath ? `,path=${goQuote(mount.subPath)}` : "";
    writer.line(3, `${mount.mountPath} from ${mount.name} (${access}${path})`);
  }
  if (volumeDevices.length === 0) return;
  writer.line(2, `Devices:${none}`);
  for (const device of [...volumeDevices].sort((a, b) => compareText(a.devicePath, b.devicePath))) {
    writer.line(3, `${device.devicePath} from ${device.name}`);
  }
}
