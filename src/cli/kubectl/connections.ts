// The ways to clusters that one run of kubectl opens. HTTP is loaded with the first request.

import type { ApiResponse, ApiTransport } from "../../api/request.ts";
import type { HttpTransport } from "../../http/transport/access.ts";
import { type ClusterAccess, CommandError } from "../../kubectl/io.ts";

export interface ConnectionOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly product: string;
  readonly interrupted: AbortSignal;
}

export class Connections {
  private readonly opened = new Set<HttpTransport>();

  constructor(private readonly options: ConnectionOptions) {}

  open(access: ClusterAccess): ApiTransport {
    let transport: Promise<HttpTransport> | undefined;
    return async (request) => {
      transport ??= this.openHttp(access);
      const { request: send } = await transport;
      return this.untilInterrupted(send(request));
    };
  }

  close(): void {
    for (const transport of this.opened) transport.close();
  }

  private async openHttp(access: ClusterAccess): Promise<HttpTransport> {
    const { httpTransport } = await import("../../http/transport/transport.ts");
    const { env, product } = this.options;
    const transport = httpTransport(access, { env, product });
    this.opened.add(transport);
    return transport;
  }

  // Ctrl-C does not wait for a server that does not answer. What kubectl has to tidy up afterwards it still can.
  private untilInterrupted(answer: Promise<ApiResponse>): Promise<ApiResponse> {
    const { interrupted } = this.options;
    if (interrupted.aborted) return answer;
    return new Promise((resolve, reject) => {
      const stop = () => reject(new CommandError("", 130));
      interrupted.addEventListener("abort", stop, { once: true });
      answer.then(resolve, reject).finally(() => interrupted.removeEventListener("abort", stop));
    });
  }
}
