// kubectl proxy on the host: a listening socket, and the API server of the kubeconfig behind it.

import { openGateway } from "../../http/gateway/gateway.ts";
import { openUpstream } from "../../http/transport/upstream.ts";
import { KubectlError } from "../../kubectl/errors.ts";
import type { ProxyAddress, ProxyOptions, ProxyServer } from "../../kubectl/io.ts";
import { bindFailure } from "../local-ports.ts";

interface Surroundings {
  readonly env: Readonly<Record<string, string>>;
  readonly product: string;
}

export async function serveProxy(options: ProxyOptions, surroundings: Surroundings): Promise<ProxyServer> {
  const { access, appendServerPath, address } = options;
  const upstream = openUpstream(access, { ...surroundings, appendServerPath });
  try {
    return await openGateway({ ...options, upstream });
  } catch (error) {
    upstream.close();
    throw new KubectlError(listenFailure(address, error as NodeJS.ErrnoException));
  }
}

function listenFailure(address: ProxyAddress, error: NodeJS.ErrnoException): string {
  if (address.kind === "unix") return `listen unix ${address.path}: ${bindFailure(error)}`;
  const { host, port } = address;
  if (error.code === "ENOTFOUND" || error.code === "EAI_AGAIN") return `listen tcp: lookup ${host}: no such host`;
  return `listen tcp ${host.includes(":") ? `[${host}]` : host}:${port}: ${bindFailure(error)}`;
}
