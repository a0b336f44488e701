// Who may sit where: a guest with the room's code gets a seat; who shows the secret of a seat gets that one again, on any machine.

import type { JoinAnswer, JoinRequest } from "../protocol/messages.ts";
import type { StoredLearner } from "../storage/storage.ts";
import type { Ledger } from "./ledger.ts";
import { hashOf, isSame, newId, newSeat, spoken, unspoken } from "./secrets.ts";

export type Seated =
  | { readonly kind: "seated"; readonly answer: JoinAnswer }
  | { readonly kind: "refused"; readonly why: string };

export const WRONG_CODE = "there is no room with this code here; ask the instructor for it";
const WRONG_SEAT = "there is no such seat in this room; leave --seat away to get a new one";

export class Seats {
  /** Learners by the hashes of their secrets. */
  private readonly bySeat = new Map<string, string>();
  private joining: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ledger: Ledger,
    private readonly now: () => number,
  ) {}

  /** One after the other, so that two who come at once with one name get two. */
  join(request: JoinRequest): Promise<Seated> {
    const joined = this.joining.then(() => this.seat(request));
    this.joining = joined.catch(() => undefined);
    return joined;
  }

  /** The learner whose seat this is. */
  async learnerOf(seat: string): Promise<string | undefined> {
    const hash = hashOf(unspoken(seat));
    if (!this.bySeat.has(hash)) {
      // Taken at another host, or before this one was started.
      for (const { id, seatHash } of await this.ledger.learners()) this.bySeat.set(seatHash, id);
    }
    const learner = this.bySeat.get(hash);
    return learner !== undefined && this.ledger.room.knows(learner) ? learner : undefined;
  }

  private async seat({ code, name, seat }: JoinRequest): Promise<Seated> {
    const { stored } = this.ledger.room;
    if (!isSame(unspoken(code), stored.code)) return { kind: "refused", why: WRONG_CODE };
    if (seat !== undefined) return this.takeAgain(unspoken(seat));
    const secret = newSeat();
    const taken = this.ledger.room.names();
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
