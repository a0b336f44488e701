// How the pages say times, places and codes. Pure.

import type { LearnerView, RoomView } from "../protocol/view.ts";

export interface Place {
  readonly lesson: string;
  readonly step: number;
}

/** As in "40 s", "7 min", "1 h 5 min". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** As on a kitchen clock: "4:05". */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function spokenCode(code: string): string {
  return code.match(/.{1,4}/g)?.join("-") ?? code;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

export function placeName(lessons: RoomView["lessons"], { lesson, step }: Place): string {
  const known = lessons.find(({ id }) => id === lesson);
  return known === undefined ? `step ${step + 1}` : `step ${step + 1} of ${known.steps.length}, ${known.title}`;
}

/** The step after this one, in the same lesson or at the beginning of the next. */
export function nextPlace(lessons: RoomView["lessons"], { lesson, step }: Place): Place | undefined {
  const index = lessons.findIndex(({ id }) => id === lesson);
  const known = lessons[index];
  if (known === undefined) return undefined;
  if (step + 1 < known.steps.length) return { lesson, step: step + 1 };
  const following = lessons[index + 1];
  return following === undefined ? undefined : { lesson: following.id, step: 0 };
}

/** Where a learner is, in a few words. */
export function whereIs({ standing }: LearnerView): string {
  if (standing === undefined) return "not begun";
  if (standing.phase === "quiz") return "quiz";
  if (standing.phase === "done") return "lesson done";
  return standing.steps.length === 0
    ? `step ${standing.step + 1}`
    : `step ${standing.step + 1} of ${standing.steps.length}`;
}

/** Where learners come in. */
export interface Door {
  readonly code: string;
  /** `HOST:PORT` */
  readonly at: string;
  readonly isSecure: boolean;
  /** Of a certificate that nobody trusts without having compared it. */
  readonly fingerprint?: string;
}

/** @param page where this page is, as `location` says it. */
export function doorOf(
  { code, joinAt, isSecure = false, fingerprint }: Omit<RoomView, "learners">,
  page: { readonly protocol: string; readonly host: string },
): Door {
  // A host may stand behind somebody who speaks TLS for it.
  const isBehindTls = joinAt === undefined && page.protocol === "https:";
  const pinned = fingerprint === undefined ? {} : { fingerprint };
  return { code, at: joinAt ?? page.host, isSecure: isSecure || isBehindTls, ...pinned };
}

/** The code, and the fingerprint, are in the fragment: no server sees them, and no log of one. */
export function joinAddress({ code, at, isSecure, fingerprint }: Door): string {
  const scheme = isSecure ? "https" : "http";
  return `${scheme}://${at}/join#${spokenCode(code)}${fingerprint === undefined ? "" : `.${fingerprint}`}`;
}

export function joinCommand(door: Door): string {
  const { code, at, isSecure } = door;
  return `k8s-tutor join ${isSecure ? joinAddress(door) : `${spokenCode(code)}@${at}`}`;
}
