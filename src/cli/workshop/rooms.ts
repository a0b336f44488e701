// The room that a host serves: the one of that name which is not over yet, or a new one.

import type { Course } from "../../tutor/course.ts";
import { hashOf, newCode, newId, newToken } from "../../workshop/host/secrets.ts";
import type { Storage, StoredRoom } from "../../workshop/storage/storage.ts";
import { UserError } from "../failure.ts";
import type { HostData } from "./host-files.ts";

export interface RoomChoice {
  readonly name: string;
  readonly lessons?: readonly string[];
  readonly path?: string;
  readonly course: string | null;
  readonly isNew: boolean;
}

export interface ChosenRoom {
  readonly stored: StoredRoom;
  readonly token: string;
  readonly isResumed: boolean;
}

export async function chooseRoom(
  storage: Storage,
  data: HostData,
  course: Course,
  choice: RoomChoice,
): Promise<ChosenRoom> {
  const known = choice.isNew ? undefined : await unfinished(storage, choice.name);
  if (known === undefined) return newRoom(storage, data, course, choice);
  const token = data.token(known.id);
  if (token === undefined || hashOf(token) !== known.instructorHash) {
    throw new UserError(
      `the room “${known.name}” is there, but not its instructor's token in ${data.directory}; set K8S_TUTOR_WORKSHOP_TOKEN to it, or begin another room with --new`,
    );
  }
  return { stored: known, token, isResumed: true };
}

async function unfinished(storage: Storage, name: string): Promise<StoredRoom | undefined> {
  for (const room of [...(await storage.rooms())].reverse()) {
    if (room.name !== name) continue;
    const orders = await storage.ordersAfter(room.id, 0);
    if (!orders.some(({ order }) => order.kind === "closed")) return room;
  }
  return undefined;
}

async function newRoom(
  storage: Storage,
  data: HostData,
  course: Course,
  { name, lessons, path, course: directory }: RoomChoice,
): Promise<ChosenRoom> {
  // Several hosts of one room are given its token.
  const token = process.env.K8S_TUTOR_WORKSHOP_TOKEN ?? newToken();
  const stored: StoredRoom = {
    id: newId(),
    name,
    code: newCode(),
    instructorHash: hashOf(token),
    lessons: chosenLessons(course, lessons, path),
    course: directory,
    createdAt: Date.now(),
  };
  await storage.createRoom(stored);
  data.keepToken(stored.id, token);
  return { stored, token, isResumed: false };
}

function chosenLessons(
  course: Course,
  named: readonly string[] | undefined,
  path: string | undefined,
): readonly string[] {
  if (path === undefined) {
    const unknown = (named ?? []).filter((id) => !course.lessons.has(id));
    if (unknown.length > 0)
      throw new UserError(`there is no lesson ${unknown.join(", ")}; k8s-tutor list --json shows their ids`, 2);
    return named ?? [];
  }
  const found = course.paths.find(({ id }) => id === path);
  if (found !== undefined) return found.lessons;
  const known = course.paths.map(({ id }) => id).join(", ");
  throw new UserError(`there is no path ${path}; there are ${known === "" ? "none in this course" : known}`, 2);
}
