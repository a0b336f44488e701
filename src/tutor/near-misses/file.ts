// A file of the working directory under a name that is nearly the one that was asked for, or whose manifest comes close.

import { type FileSpec, readManifests } from "../checks/file.ts";
import { closestTo } from "./closeness.ts";
import { type Finding, slip } from "./finding.ts";
import { fieldMissOf, openIn } from "./resource.ts";
import type { Scene } from "./scene.ts";

export async function fileMiss(file: FileSpec, scene: Scene): Promise<Finding | undefined> {
  const { files } = scene.world;
  if (file.exists === false) return undefined;
  if (!files.exists(file.path)) return nearlySoCalled(file.path, files.list());
  if (file.where === undefined) return undefined;
  for (const manifest of readManifests(files.read(file.path), file.kind)) {
    const finding = await fieldMissOf(manifest, openIn(manifest, file.where, scene), scene);
    if (finding !== undefined) return { ...finding, say: (says) => says.inFile(file.path, finding.say(says)) };
  }
  return undefined;
}

function nearlySoCalled(path: string, paths: readonly string[]): Finding | undefined {
  const close = closestTo(path, paths);
  if (close === undefined) return undefined;
  return slip(`file ${close.word}`, (says) => says.fileSlip(close.word, path, says.slips[close.how]));
}
