// Stands for what a request shows of who sends it, whichever way it comes.

import type { UserInfo } from "./request.ts";
import { failure, type Status } from "./status.ts";

/** What whoever shows nothing is; the API server's roles say what that may do. */
export const ANONYMOUS: UserInfo = { name: "system:anonymous", groups: ["system:unauthenticated"] };

export const UNAUTHORIZED: Status = failure(401, "Unauthorized", "Unauthorized");

/** @param authorization the header, if there is one.
 * @returns undefined without the header. Another scheme than Bearer is credentials all the same, and nobody's: an empty token. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : (/^bearer +(\S+) *$/i.exec(authorization)?.[1] ?? "");
}
