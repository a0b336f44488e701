// Makes a copy of a pod for debugging: with another container, image or command, without what ties the original to others.

import { type AnyObject, type Container, type Draft, draftOf, type Pod } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { debugContainer, debugContainerName } from "./container.ts";
import type { DebugTarget } from "./session.ts";

export async function debugByCopy(context: CommandContext, pod: Pod, words: readonly string[]): Promise<DebugTarget> {
  const { flags, session } = context;
  const { copy, container } = copyOf(context, pod, words);
  const path = `/api/v1/namespaces/${pod.metadata.namespace ?? ""}/pods`;
  const created = await session.client.create(path, copy);
  if (flags.bool("replace")) await session.client.delete(`${path}/${pod.metadata.name}`);
  return { pod: created as unknown as Pod, container };
}

function copyOf(context: CommandContext, pod: Pod, words: readonly string[]): { copy: AnyObject; container: string } {
  const { flags } = context;
  const spec = draftOf(pod.spec) as Draft<Pod["spec"]>;
  if (!flags.bool("same-node")) delete spec.nodeName;
  if (!flags.bool("keep-init-containers")) delete spec.initContainers;
  delete spec.ephemeralContainers;
  if (flags.changed("share-processes")) spec.shareProcessNamespace = flags.bool("share-processes");
  else if (flags.string("profile") !== "legacy") spec.shareProcessNamespace = true;
  for (const each of spec.containers) dropProbes(each, flags.bool.bind(flags));
  setImages(spec.containers, flags.strings("set-image"));
  const container = addContainer(context, pod, spec.containers, words);
  const { labels, annotations, namespace } = pod.metadata;
  const metadata = {
    name: flags.string("copy-to"),
    namespace,
    ...(flags.bool("keep-labels") && labels ? { labels } : {}),
    ...(flags.bool("keep-annotations") && annotations ? { annotations } : {}),
  };
  return { copy: { apiVersion: "v1", kind: "Pod", metadata, spec } as unknown as AnyObject, container };
}

function dropProbes(container: Draft<Container>, keeps: (flag: string) => boolean): void {
  if (!keeps("keep-liveness")) delete container.livenessProbe;
  if (!keeps("keep-readiness")) delete container.readinessProbe;
  if (!keeps("keep-startup")) delete container.startupProbe;
}

function setImages(containers: readonly Draft<Container>[], pairs: readonly string[]): void {
  for (const [name = "", image = ""] of pairs.flatMap((text) => text.split(",")).map((pair) => pair.split("="))) {
    for (const container of containers) if (name === "*" || container.name === name) container.image = image;
  }
}

/** Answers with the name of the container that is debugged. */
function addContainer(
  context: CommandContext,
  pod: Pod,
  containers: Draft<Container>[],
  words: readonly string[],
): string {
  const { flags } = context;
  const image = flags.string("image");
  const name = flags.string("container");
  const known = containers.find((each) => each.name === name);
  if (known === undefined && image === "") {
    if (name !== "") throw new KubectlError(`you must specify image when creating new container`);
    return containers[0]?.name ?? "";
  }
  const added = debugContainer(context, known?.name ?? debugContainerName(context, pod), words);
  if (known === undefined) containers.push(added);
  else {
    if (image !== "") known.image = image;
    const word = flags.bool("arguments-only") ? "args" : "command";
    if (words.length > 0) {
      known[word] = [...words];
      if (word === "command") delete known.args;
    }
    if (flags.bool("stdin")) known.stdin = true;
    if (flags.bool("tty")) known.tty = true;
  }
  return added.name;
}
