// What kubectl needs from outside, had from the host: its streams, files, clock, programs and network.

import { tmpdir } from "node:os";
import type { ApiTransport } from "../../api/request.ts";
import type {
  ClusterAccess,
  KubectlFiles,
  KubectlInput,
  KubectlIo,
  LocalConnection,
  LocalListener,
  PluginOutcome,
  PluginRun,
  ProxyOptions,
  ProxyServer,
} from "../../kubectl/io.ts";
import { Connections } from "./connections.ts";
import { filesOfHost, isExecutable } from "./files.ts";
import { Interruption } from "./interruption.ts";
import { HostInput, HostOutput } from "./streams.ts";
import { Timers } from "./timers.ts";

export class HostIo implements KubectlIo {
  readonly stdout = new HostOutput(process.stdout);
  readonly stderr = new HostOutput(process.stderr);
  readonly files: KubectlFiles = filesOfHost;
  readonly env = environment();
  readonly workingDirectory = process.cwd();
  private readonly interruption = new Interruption();
  private readonly timers = new Timers(this.interruption.signal);
  private readonly input = new HostInput(this.interruption.signal);
  private readonly connections: Connections;

  constructor(private readonly product: string) {
    this.connections = new Connections({ env: this.env, product, interrupted: this.interruption.signal });
  }

  get stdin(): KubectlInput {
    return this.input;
  }

  get interrupted(): AbortSignal {
    return this.interruption.signal;
  }

  connect(access: ClusterAccess): ApiTransport {
    return this.connections.open(access);
  }

  now(): number {
    return Date.now();
  }

  sleep(ms: number): Promise<void> {
    return this.timers.sleep(ms);
  }

  random(): number {
    return Math.random();
  }

  async edit(editor: string, path: string): Promise<number> {
    const { runEditor } = await import("./programs.ts");
    return this.interruption.whileIgnored(() => runEditor(editor, path));
  }

  async fetchText(url: string): Promise<string> {
    const { download } = await import("./download.ts");
    return download(url);
  }

  async runCredentialPlugin(plugin: PluginRun): Promise<PluginOutcome> {
    const { runPlugin } = await import("./programs.ts");
    return runPlugin(plugin);
  }

  async runProgram(program: string, args: readonly string[]): Promise<number | undefined> {
    const { runProgram } = await import("./programs.ts");
    return this.interruption.whileIgnored(() => runProgram(program, args));
  }

  isExecutable(path: string): boolean {
    return isExecutable(path);
  }

  async listen(
    address: string,
    port: number,
    onConnection: (connection: LocalConnection) => void,
  ): Promise<LocalListener> {
    const { hostPorts } = await import("../local-ports.ts");
    return hostPorts().listen(address, port, onConnection);
  }

  async serveProxy(options: ProxyOptions): Promise<ProxyServer> {
    const { serveProxy } = await import("./proxy-server.ts");
    return serveProxy(options, { env: this.env, product: this.product });
  }

  rawMode(): () => void {
    const restore = this.input.rawMode();
    const setRaw = (isRaw: boolean) => {
      for (const output of [this.stdout, this.stderr]) output.isRaw = isRaw && output.isTerminal;
    };
    setRaw(this.input.isTerminal);
    return () => {
      setRaw(false);
      restore();
    };
  }

  /** Lets go of everything that would keep the process alive. */
  close(): void {
    this.connections.close();
    this.timers.close();
    this.input.close();
    this.interruption.close();
  }
}

function environment(): Record<string, string> {
  const env: Record<string, string> = { TMPDIR: tmpdir() };
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  return env;
}
