// Asks for a name and a password, as kubectl does where the kubeconfig says of an https server nothing about who the user is.

import type { ApiTransport } from "../api/request.ts";
import { KubectlError } from "./errors.ts";
import type { ClusterAccess, KubectlIo } from "./io.ts";

/** True when there is nothing to show who the user is. */
export function isAnonymous(access: ClusterAccess): boolean {
  const { server, token, clientCertificate, username, credentialPlugin } = access;
  if (!server.toLowerCase().startsWith("https://")) return false;
  return [token, clientCertificate, username, credentialPlugin].every((each) => each === undefined);
}

/** A way to the cluster that is opened, once, with what the user answers before the first request. */
export function promptingTransport(io: KubectlIo, access: ClusterAccess): ApiTransport {
  let opened: Promise<ApiTransport> | undefined;
  return async (request) => {
    opened ??= ask(io).then((answers) => io.connect({ ...access, ...answers }));
    return (await opened)(request);
  };
}

async function ask(io: KubectlIo): Promise<{ username: string; password: string }> {
  const lines = lineReader(io);
  io.stdout.write("Please enter Username: ");
  const username = await lines();
  const restore = io.stdin.isTerminal ? io.rawMode?.() : undefined;
  try {
    io.stdout.write("Please enter Password: ");
    const password = await lines();
    return { username, password };
  } finally {
    restore?.();
    io.stdout.write("\n");
  }
}

// A raw terminal ends a line with a carriage return, and sends Ctrl-C and Ctrl-D as characters.
function lineReader(io: KubectlIo): () => Promise<string> {
  let rest = "";
  return async () => {
    for (;;) {
      const end = rest.search(/[\r\n\u0003\u0004]/);
      if (end !== -1) {
        const line = rest.slice(0, end);
        if (/[\u0003\u0004]/.test(rest.charAt(end))) throw new KubectlError("EOF");
        rest = rest.slice(end + 1);
        return line;
      }
      const more = await io.stdin.read();
      if (more === undefined) throw new KubectlError("EOF");
      rest += more;
    }
  };
}
