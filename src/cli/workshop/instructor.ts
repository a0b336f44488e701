// The instructor at a terminal: the far end of the WebSocket that the page uses, for one command.

import { WebSocket } from "ws";
import { type Picture, SUBPROTOCOL } from "../../workshop/protocol/messages.ts";
import type { Order } from "../../workshop/protocol/orders.ts";
import type { LearnerView, RoomView, ToInstructor } from "../../workshop/protocol/view.ts";
import { systemReason, UserError } from "../failure.ts";
import { HostData } from "./host-files.ts";
import { fingerprintOf, pinned, shownBy } from "./host-request.ts";

export interface InstructorOptions {
  /** The host's address, when it is on another machine. */
  readonly host?: string;
  readonly token?: string;
  readonly data?: string;
  /** Of the host's certificate, where this machine does not trust it anyway. */
  readonly fingerprint?: string;
  readonly json?: boolean;
}

export interface Access {
  readonly origin: string;
  readonly token: string;
  readonly certificate?: string;
}

const LIMIT_MS = 15_000;

/** Where the host is and what opens it: as the options say, or as the host of this machine has noted. */
export async function accessOf({ host, token, data, fingerprint }: InstructorOptions): Promise<Access> {
  const files = new HostData(data);
  const own = files.reachable();
  const secret = token ?? process.env.K8S_TUTOR_WORKSHOP_TOKEN;
  if (host === undefined) {
    if (own === undefined)
      throw new UserError(
        "no workshop runs on this machine; k8s-tutor workshop host opens one, --host and --token name one elsewhere",
      );
    return { ...own, token: secret ?? own.token };
  }
  const address = /^https?:\/\//.test(host) ? host : `http://${host}`;
  if (!URL.canParse(address)) throw new UserError(`--host: ${host} is no address; write it as 192.168.1.20:4711`, 2);
  const { origin, hash } = new URL(address);
  const given = secret ?? (hash === "" ? undefined : decodeURIComponent(hash.slice(1)));
  if (given === undefined)
    throw new UserError(
      "--host needs the instructor's token: --token, K8S_TUTOR_WORKSHOP_TOKEN, or the page's link",
      2,
    );
  if (!origin.startsWith("https:")) return { origin, token: given };
  if (own?.certificate !== undefined && own.origin === origin)
    return { origin, token: given, certificate: own.certificate };
  const { certificate, isTrusted } = await shownBy(origin).catch((error: unknown) => {
    throw new UserError(`no workshop answers at ${origin}: ${systemReason(error)}`);
  });
  if (isTrusted) return { origin, token: given };
  // The token must not go to whoever stands between.
  if (fingerprint === undefined || spelt(fingerprint) !== fingerprintOf(certificate))
    throw new UserError(
      `the host's certificate is not known here; if its SHA-256 is ${fingerprintOf(certificate)} on the host's screen, too, give that as --fingerprint`,
    );
  return { origin, token: given, certificate };
}

/** As other programs write fingerprints: in capitals, with colons. */
function spelt(fingerprint: string): string {
  return fingerprint.replaceAll(":", "").toLowerCase();
}

export class Instructor {
  private asks = 0;
  private readonly waiting = new Map<string, { give(): void; fail(error: Error): void }>();

  private constructor(
    private readonly socket: WebSocket,
    readonly view: RoomView,
    gone: () => void,
  ) {
    socket.on("message", (data) => this.hear(JSON.parse(String(data)) as ToInstructor));
    socket.on("close", () => {
      this.failAll("the host has gone");
      gone();
    });
  }

  /** @param gone told when the host goes away. */
  static open({ origin, token, certificate }: Access, gone: () => void = () => undefined): Promise<Instructor> {
    const { ca } = pinned(certificate);
    const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/instructor`, [SUBPROTOCOL, `token.${token}`], {
      handshakeTimeout: LIMIT_MS,
      // It is the certificate that counts, not the name in it (falsy: nothing is wrong with it).
      ...(ca === undefined ? {} : { ca, checkServerIdentity: () => false }),
    });
    return new Promise((resolve, reject) => {
      socket.on("error", (error) => reject(new UserError(`no workshop answers at ${origin}: ${systemReason(error)}`)));
      socket.on("unexpected-response", () => reject(new UserError(`${origin} does not take this instructor's token`)));
      socket.once("message", (data) => {
        const first = JSON.parse(String(data)) as ToInstructor;
        if (first.kind === "room") resolve(new Instructor(socket, first.view, gone));
        else reject(new UserError(`what answers at ${origin} is no workshop`));
      });
    });
  }

  order(order: Order): Promise<void> {
    return this.ask({ kind: "order", order });
  }

  /** A learner with all that is kept of them, or the whole room. */
  erase(learner: string | null): Promise<void> {
    return this.ask({ kind: "erase", learner });
  }

  /** On the projector, for as long as this connection lives. */
  show(picture: Picture | null): Promise<void> {
    return this.ask({ kind: "show", picture });
  }

  /** The learner of that name or id. */
  learner(named: string): LearnerView {
    const { learners } = this.view;
    const found = learners.filter(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase());
    const [learner] = found;
    if (learner !== undefined && found.length === 1) return learner;
    const names = learners.map(({ name }) => name).join(", ");
    throw new UserError(`there is no learner ${named} in the room; there are ${names === "" ? "none" : names}`, 2);
  }

  close(): void {
    this.socket.removeAllListeners("close");
    this.socket.close();
    this.socket.terminate();
  }

  private ask(message: object): Promise<void> {
    const ask = `cli-${++this.asks}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new UserError("the host does not answer")), LIMIT_MS);
      const end = (settle: () => void) => {
        clearTimeout(timer);
        this.waiting.delete(ask);
        settle();
      };
      this.waiting.set(ask, { give: () => end(resolve), fail: (error) => end(() => reject(error)) });
      this.socket.send(JSON.stringify({ ...message, ask }));
    });
  }

  private hear(message: ToInstructor): void {
    if (message.kind === "done") this.waiting.get(message.ask)?.give();
    else if (message.kind === "refused") this.waiting.get(message.ask)?.fail(new UserError(message.why));
  }

  private failAll(why: string): void {
    for (const { fail } of [...this.waiting.values()]) fail(new UserError(why));
  }
}
