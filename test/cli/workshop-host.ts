// A workshop's host as a process of its own, as an instructor starts it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { environment, program } from "./program.ts";

const PATIENCE_MS = 30_000;

export interface HostSetting {
  /** Whose home it is. */
  readonly home: string;
  /** 0: any. */
  readonly port: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class Host {
  private said = "";

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.said += text;
      });
  }

  /** Comes back when it serves. */
  static async start({ home, port, args = [], env = {} }: HostSetting): Promise<Host> {
    const words = ["workshop", "host", "--listen", "127.0.0.1", "--port", String(port), ...args];
    const started = new Host(spawn(process.execPath, [program, ...words], { env: environment(home, env) }));
    await started.says("Instructor");
    return started;
  }

  async says(text: string | RegExp): Promise<void> {
    const started = Date.now();
    while (typeof text === "string" ? !this.said.includes(text) : !text.test(this.said)) {
      if (Date.now() - started > PATIENCE_MS) throw new Error(`the host never said ${text}:\n${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** What learners type behind `join`. */
  get address(): string {
    return /k8s-tutor join (\S+)/.exec(this.said)?.[1] ?? "";
  }

  /** The instructor's page. */
  get link(): string {
    return /Instructor +(\S+)/.exec(this.said)?.[1] ?? "";
  }

  get port(): number {
    return Number(new URL(this.link).port);
  }

  get text(): string {
    return this.said;
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = once(this.child, "exit");
    this.child.kill(signal);
    const [code] = await ended;
    return code as number | null;
  }
}
