// Stands for the page's end of the conversation with the host: it comes back by itself, and says quietly when it is away.

import type { FromInstructor } from "../protocol/messages.ts";
import type { ToInstructor } from "../protocol/view.ts";

export type Line = "connecting" | "open" | "away" | "refused";

/** As in protocol/messages.ts, whose schemas the page need not carry. */
const SUBPROTOCOL = "k8s-tutor.v1";
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Wish = Without<FromInstructor, "ask">;

export class Connection {
  private socket: WebSocket | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private timer: number | undefined;
  private asks = 0;
  private readonly asked = new Map<string, { readonly done: () => void; readonly refused: (why: Error) => void }>();

  constructor(
    private readonly token: string,
    private readonly told: (message: ToInstructor) => void,
    private readonly onLine: (line: Line) => void,
  ) {
    this.open();
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => this.hurry());
  }

  /** Resolves when the host has done it; rejects with its reason when it has not. */
  ask(wish: Wish): Promise<void> {
    const { socket } = this;
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error("the host cannot be reached just now"));
    const ask = `a${++this.asks}`;
    socket.send(JSON.stringify({ ...wish, ask }));
    return new Promise((done, refused) => this.asked.set(ask, { done, refused }));
  }

  private open(): void {
    this.timer = undefined;
    const url = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/instructor`;
    const socket = new WebSocket(url, [SUBPROTOCOL, `token.${this.token}`]);
    let wasOpen = false;
    this.socket = socket;
    socket.onopen = () => {
      wasOpen = true;
      this.pauseMs = FIRST_PAUSE_MS;
      this.onLine("open");
    };
    socket.onmessage = ({ data }) => this.receive(JSON.parse(String(data)) as ToInstructor);
    socket.onclose = () => {
      for (const { refused } of this.asked.values()) refused(new Error("the host went away; perhaps it was not done"));
      this.asked.clear();
      this.onLine("away");
      const again = () => {
        this.timer = setTimeout(() => this.open(), this.pauseMs);
      };
      this.pauseMs = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2);
      if (wasOpen) again();
      else this.isTokenWrong().then((isWrong) => (isWrong ? this.onLine("refused") : again()), again);
    };
  }

  /** A WebSocket does not say why it was refused. */
  private async isTokenWrong(): Promise<boolean> {
    const headers = { Authorization: `Bearer ${this.token}` };
    return (await fetch("/api/results.json", { method: "HEAD", headers })).status === 401;
  }

  private receive(message: ToInstructor): void {
    if (message.kind === "done" || message.kind === "refused") {
      const waiting = this.asked.get(message.ask);
      this.asked.delete(message.ask);
      if (message.kind === "done") waiting?.done();
      else waiting?.refused(new Error(message.why));
    }
    this.told(message);
  }

  /** The network is back, or somebody looks again: the pause is over. */
  private hurry(): void {
    this.pauseMs = FIRST_PAUSE_MS;
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.open();
  }
}
