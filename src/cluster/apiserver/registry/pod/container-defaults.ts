// The defaults of one container: pull policy, where its last words go, ports, probes, sources of environment variables.

import type { ContainerDraft } from "./drafts.ts";

type ProbeDraft = NonNullable<ContainerDraft["livenessProbe"]>;
type HTTPGetDraft = NonNullable<ProbeDraft["httpGet"]>;
type EnvDraft = NonNullable<ContainerDraft["env"]>[number];

export function defaultContainer(container: ContainerDraft): void {
  container.imagePullPolicy ||= hasLatestTag(container.image ?? "") ? "Always" : "IfNotPresent";
  container.terminationMessagePath ||= "/dev/termination-log";
  container.terminationMessagePolicy ||= "File";
  container.resources ??= {};
  for (const port of container.ports ?? []) port.protocol ||= "TCP";
  for (const variable of container.env ?? []) defaultEnv(variable);
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) defaultProbe(probe);
  defaultHTTPGet(container.lifecycle?.postStart?.httpGet);
  defaultHTTPGet(container.lifecycle?.preStop?.httpGet);
}

/** An image that names neither a tag nor a digest means the tag `latest`. */
function hasLatestTag(image: string): boolean {
  if (image === "" || /\s/.test(image) || /[A-Z]/.test(image.split(":")[0] ?? "") || image.includes("@")) return false;
  const tag = /:([^/:]*)$/.exec(image)?.[1];
  return tag === undefined || tag === "latest";
}

function defaultProbe(probe: ProbeDraft | undefined): void {
  if (probe === undefined) return;
  // Zero means "not set" for these.
  probe.timeoutSeconds ||= 1;
  probe.periodSeconds ||= 10;
  probe.successThreshold ||= 1;
  probe.failureThreshold ||= 3;
  if (probe.grpc !== undefined) probe.grpc.service ??= "";
  defaultHTTPGet(probe.httpGet);
}

function defaultHTTPGet(httpGet: HTTPGetDraft | undefined): void {
  if (httpGet === undefined) return;
  httpGet.path ||= "/";
  httpGet.scheme ||= "HTTP";
  httpGet.port ??= 0 as HTTPGetDraft["port"];
}

function defaultEnv(variable: EnvDraft): void {
  const source = variable.valueFrom;
  if (source?.fieldRef !== undefined) source.fieldRef.apiVersion ||= "v1";
  if (source?.resourceFieldRef !== undefined) source.resourceFieldRef.divisor ??= "0";
}
