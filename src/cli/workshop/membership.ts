// A learner's seat in a room, as this machine knows it: what it takes to come back after a closed terminal, without the host if need be.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RoomInfo } from "../../workshop/protocol/messages.ts";
import type { Order } from "../../workshop/protocol/orders.ts";
import { systemReason, UserError } from "../failure.ts";
import { workshopDirectory } from "../places.ts";

type Gate = Pick<Extract<Order, { kind: "gate" }>, "openTo" | "isHeld">;

export interface Membership {
  readonly origin: string;
  readonly code: string;
  /** The seat's own code. */
  readonly seat: string;
  readonly name: string;
  readonly device: string;
  readonly room: RoomInfo;
  /** The last order that was carried out. */
  readonly lastOrder: number;
  readonly gate: Gate;
  /** Where the instructor wants the learner, and they are not yet. */
  readonly wanted?: { readonly lesson: string; readonly step: number; readonly order: number };
  /** The question that is open. */
  readonly asked?: Extract<Order, { kind: "ask" }>;
  /** The learner's hand is up, and nobody has seen to it yet. */
  readonly isHandUp?: boolean;
  /** PEM: the certificate that the host has shown. */
  readonly certificate?: string;
  readonly joinedAt: number;
}

export const OPEN_GATE: Gate = { openTo: null, isHeld: false };

export function seatDirectory(code: string): string {
  return join(workshopDirectory(), "seats", code);
}

export function readMembership(code: string): Membership | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(code), "utf8")) as Membership;
  } catch {
    // There is none, or it was cut off: the learner takes a new seat, or names the old one with --seat.
    return undefined;
  }
}

/** Whole or not at all. */
export function writeMembership(membership: Membership): void {
  const file = fileOf(membership.code);
  try {
    mkdirSync(seatDirectory(membership.code), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, `${JSON.stringify(membership, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw new UserError((texts) => texts.workshop.seatNotKept(file, systemReason(error, texts)));
  }
}

export function forgetMembership(code: string): void {
  rmSync(seatDirectory(code), { recursive: true, force: true });
}

/** Latest first. */
export function memberships(): readonly Membership[] {
  let codes: readonly string[];
  try {
    codes = readdirSync(join(workshopDirectory(), "seats"));
  } catch {
    // Nobody has joined from this machine.
    return [];
  }
  return codes.flatMap((code) => readMembership(code) ?? []).sort((a, b) => b.joinedAt - a.joinedAt);
}

function fileOf(code: string): string {
  return join(seatDirectory(code), "seat.json");
}
