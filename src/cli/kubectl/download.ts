// A manifest from the network: `kubectl apply -f https://…`.

import { textOfBytes } from "../../bytes/bytes.ts";
import { failureOf, firstCause } from "../../http/transport/failure.ts";
import { ConnectionError, KubectlError } from "../../kubectl/errors.ts";

export async function download(address: string): Promise<string> {
  const url = new URL(address);
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    // What went wrong stands behind "fetch failed".
    const cause = firstCause(error instanceof Error ? (error.cause ?? error) : error);
    throw new ConnectionError(failureOf(cause, { method: "GET", url, route: "" }).message);
  }
  const { status, statusText } = response;
  if (status !== 200) {
    const said = `server reported ${status} ${statusText}, status code=${status}`;
    throw new KubectlError(`unable to read URL ${JSON.stringify(address)}, ${said}`);
  }
  return textOfBytes(new Uint8Array(await response.arrayBuffer()));
}
