// Makes a copy of a pod for debugging: with another container, image or command, without what ties the original to others.

import { type AnyObject, type Container, type Draft, draftOf, type Pod } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { debugContainerName, environmentOf, warnOfUser } from "./container.ts";
import { customised } from "./custom.ts";
import { type DebugPod, loosenCopy, secureContainer } from "./profile.ts";
import type { DebugTarget } from "./session.ts";

export async function debugByCopy(context: CommandContext, pod: Pod, words: readonly string[]): Promise<DebugTarget> {
  const { flags, session } = context;
  const copy = plainCopy(context, pod);
  setImages(copy.spec.containers, flags.strings("set-image"));
  const container = await changeForDebugging(context, copy, words);
  const path = `/api/v1/namespaces/${pod.metadata.namespace ?? ""}/pods`;
  const body = { apiVersion: "v1", kind: "Pod", ...copy } as unknown as AnyObject;
  const created = await session.client.create(path, body);
  if (flags.bool("replace")) await session.client.delete(`${path}/${pod.metadata.name}`, { gracePeriodSeconds: 0 });
  return { pod: created as unknown as Pod, container };
}

function plainCopy({ flags }: CommandContext, { metadata, spec: original }: Pod): DebugPod {
  const spec = draftOf(original) as Draft<Pod["spec"]>;
  if (!flags.bool("same-node")) delete spec.nodeName;
  delete spec.ephemeralContainers;
  if (flags.changed("share-processes")) spec.shareProcessNamespace = flags.bool("share-processes");
  const { labels, annotations, namespace } = metadata;
  return {
    metadata: {
      name: flags.string("copy-to"),
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec,
  };
}

function setImages(containers: readonly Draft<Container>[], pairs: readonly string[]): void {
  const images = new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
  for (const container of containers) {
    const image = images.get(container.name) ?? images.get("*") ?? "";
    if (image !== "") container.image = image;
  }
}

/** Answers with the name of the container that is debugged; a copy that only has other images is nobody's to debug. */
async function changeForDebugging(context: CommandContext, copy: DebugPod, words: readonly string[]): Promise<string> {
  const { flags } = context;
  const { containers } = copy.spec;
  const image = flags.string("image");
  const known = containers.find(({ name }) => name === flags.string("container"));
  if (known === undefined && image === "") {
    if (flags.strings("set-image").length > 0) return "";
    throw new KubectlError("you must specify image when creating new container");
  }
  const container = known ?? newContainer(context, copy);
  changeContainer(context, container, words);
  loosenCopy(context, copy);
  secureContainer(container, flags.string("profile"), false);
  const index = containers.indexOf(container);
  containers[index] = await customised(context, container);
  warnOfUser(context, containers[index], copy);
  return container.name;
}

function newContainer(context: CommandContext, { spec }: DebugPod): Draft<Container> {
  const name = debugContainerName(context, { spec });
  const added: Draft<Container> = { name, terminationMessagePolicy: "File" };
  spec.containers.push(added);
  return added;
}

function changeContainer({ flags }: CommandContext, container: Draft<Container>, words: readonly string[]): void {
  if (words.length > 0 && flags.bool("arguments-only")) container.args = [...words];
  else if (words.length > 0) {
    container.command = [...words];
    delete container.args;
  }
  const env = environmentOf(flags.strings("env"));
  if (env.length > 0) container.env = env;
  const [image, policy] = [flags.string("image"), flags.string("image-pull-policy")];
  if (image !== "") container.image = image;
  if (policy !== "") container.imagePullPolicy = policy as NonNullable<Container["imagePullPolicy"]>;
  container.stdin = flags.bool("stdin");
  container.tty = flags.bool("tty");
}
