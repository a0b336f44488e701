// Stands for kubectl set image.

import type { AnyObject, Container, Draft } from "../../../api/types.ts";
import { RECORD_FLAG } from "../../change-cause.ts";
import type { Command, CommandContext } from "../../command.ts";
import { AggregateFailure, KubectlError } from "../../errors.ts";
import type { Info } from "../../info.ts";
import { podSpecOf } from "../../pod-spec.ts";
import { changeObjects, SET_SELECTOR_FLAGS, splitArguments, withoutTemplate } from "./change.ts";

export const command: Command = {
  name: "image",
  short: "Update the image of a pod template",
  long: "Change the images of containers in pods and pod templates.\n\n Possible resources include (case insensitive):\n\n  pod (po), replicationcontroller (rc), deployment (deploy), daemonset (ds), statefulset (sts), cronjob (cj), replicaset (rs)",
  examples:
    "# The images of two containers of a deployment\nkubectl set image deployment/nginx busybox=busybox nginx=nginx:1.9.1\n\n# All containers of all deployments\nkubectl set image deployments *=nginx:1.9.1 --all",
  usage: "image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N",
  flags: [...SET_SELECTOR_FLAGS, RECORD_FLAG],
  run: setImage,
};

async function setImage(context: CommandContext): Promise<void> {
  const { args } = context;
  const [resources, pairs] = splitArguments(args, (arg) => arg.indexOf("=") > 0);
  const images = new Map(pairs.map(parsePair));
  await changeObjects(context, {
    operation: "image updated",
    resources,
    failure: "image update to pod template:",
    validate: () => checkImages(images),
    change: (object, info) => changeImages(object, info, images),
  });
}

function checkImages(images: ReadonlyMap<string, string>): void {
  if (images.size === 0) throw new KubectlError("at least one image update is required");
  if (images.size > 1 && images.has("*"))
    throw new KubectlError(
      "all containers are already specified by *, but saw more than one container_name=container_image pairs",
    );
}

function parsePair(pair: string): [name: string, image: string] {
  const equals = pair.indexOf("=");
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}

function changeImages(object: Draft<AnyObject>, info: Info, images: ReadonlyMap<string, string>): void {
  const spec = podSpecOf(object);
  if (spec === undefined) throw withoutTemplate(info);
  const missing: KubectlError[] = [];
  for (const [name, image] of images) {
    const found = [...changed(spec.initContainers, name, image), ...changed(spec.containers, name, image)];
    if (found.length === 0) missing.push(new KubectlError(`error: unable to find container named "${name}"`));
  }
  const [only] = missing;
  if (missing.length === 1 && only !== undefined) throw only;
  if (missing.length > 1) throw new AggregateFailure(missing);
}

function changed(containers: Draft<Container>[] | undefined, name: string, image: string): Draft<Container>[] {
  const found = (containers ?? []).filter((container) => name === "*" || container.name === name);
  for (const container of found) container.image = image;
  return found;
}
