// Who may sit where: a guest with the room's code gets a seat; who shows the secret of a seat gets that one again, on any machine.

import type { JoinAnswer, JoinRequest } from "../protocol/messages.ts";
import type { StoredLearner } from "../storage/storage.ts";
import type { Ledger } from "./ledger.ts";
import { hashOf, isSame, newId, newSeat, spoken, unspoken } from "./secrets.ts";

export type Seated =
  | { readonly kind: "seated"; readonly answer: JoinAnswer }
  /** `refused`: the seat is wrong. */
  | { readonly kind: "refused" | "full"; readonly why: string };

export const WRONG_CODE = "there is no room with this code here; ask the instructor for it";
const FULL_ROOM = "this room has no seat left; ask the instructor";
/** Four times as many as were ever measured. */
const MOST_LEARNERS = 20_000;
const WRONG_SEAT = "there is no such seat in this room; leave --seat away to get a new one";

export class Seats {
  /** Learners by the hashes of their secrets. */
  private readonly bySeat = new Map<string, string>();
  private joining: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ledger: Ledger,
    private readonly now: () => number,
  ) {}

  isOpenTo({ code }: JoinRequest): boolean {
    return isSame(unspoken(code), this.ledger.room.stored.code);
  }

  /** With the right code. One after the other, so that two who come at once with one name get two. */
  join(request: JoinRequest): Promise<Seated> {
    const joined = this.joining.then(() => this.seat(request));
    this.joining = joined.catch(() => undefined);
    return joined;
  }

  /** The learner whose seat this is, as far as this host knows without looking. */
  learnerAt(seat: string): string | undefined {
    const learner = this.bySeat.get(hashOf(unspoken(seat)));
    return learner !== undefined && this.ledger.room.knows(learner) ? learner : undefined;
  }

  /** The learner whose seat this is. */
  async learnerOf(seat: string): Promise<string | undefined> {
    // Taken at another host, perhaps.
    if (!this.bySeat.has(hashOf(unspoken(seat)))) await this.lookUp();
    return this.learnerAt(seat);
  }

  /** All that were ever taken. */
  async lookUp(): Promise<void> {
    for (const { id, seatHash } of await this.ledger.learners()) this.bySeat.set(seatHash, id);
  }

  private async seat({ name, seat }: JoinRequest): Promise<Seated> {
    if (seat !== undefined) return this.takeAgain(unspoken(seat));
    const taken = this.ledger.room.names();
    if (taken.size >= MOST_LEARNERS) return { kind: "full", why: FULL_ROOM };
    const secret = newSeat();
    const learner = { id: newId(), name: distinct(name, taken), seatHash: hashOf(secret), joinedAt: this.now() };
    await this.ledger.addLearner(learner);
    return this.seated(learner, secret);
  }

  private async takeAgain(secret: string): Promise<Seated> {
    const hash = hashOf(secret);
    const known = (await this.ledger.learners()).find(({ seatHash }) => seatHash === hash);
    return known === undefined ? { kind: "refused", why: WRONG_SEAT } : this.seated(known, secret);
  }

  private seated({ id, name, seatHash }: StoredLearner, secret: string): Seated {
    this.bySeat.set(seatHash, id);
    const { name: room, lessons } = this.ledger.room.stored;
    const answer = { learner: id, name, seat: spoken(secret), room: { name: room, lessons: [...lessons] } };
    return { kind: "seated", answer };
  }
}

/** A second Ana is "Ana (2)". */
function distinct(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    const candidate = `${name} (${number})`;
    if (!taken.has(candidate)) return candidate;
  }
}
