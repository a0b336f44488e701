// The way to a cluster outside that somebody has agreed to.

import type { ApiTransport } from "../../api/request.ts";
import type { ClusterAccess } from "../../kubectl/io.ts";
import type { Backdrop } from "../backdrop.ts";
import { UserError } from "../failure.ts";
import type { ChosenContext } from "./chosen-context.ts";
import { type OpenTransport, outsideBackdrop, type RunPlugin } from "./outside-backdrop.ts";

/** Opens it, with the laptop's context in `namespace`; throws when nobody answers. */
export async function openOutside(context: ChosenContext, namespace: string): Promise<Backdrop> {
  const { httpTransport } = await import("../../http/transport/transport.ts");
  const open = (access: ClusterAccess): OpenTransport => httpTransport(access, { env: environment() });
  const runPlugin: RunPlugin = async (asked) => {
    const programs = await import("../kubectl/programs.ts");
    return programs.runPlugin(asked);
  };
  const backdrop = outsideBackdrop({ context, namespace, open, runPlugin });
  try {
    await greet(backdrop.admin, context);
  } catch (error) {
    backdrop.close();
    throw error;
  }
  return backdrop;
}

/** Whether it answers at all, before anybody sits down at it. */
async function greet(api: ApiTransport, { name, access }: ChosenContext): Promise<void> {
  const answer = await ask(api, access.server);
  if (answer.status === 401) throw new UserError(({ outside }) => outside.notAccepted(access.server, name));
}

async function ask(api: ApiTransport, server: string): ReturnType<ApiTransport> {
  try {
    return await api({ method: "GET", path: "/version", query: {} });
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(({ outside }) => outside.notReached(server, reason));
  }
}

/** Where the machine says how its proxies are reached. */
function environment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return Object.fromEntries(entries);
}
