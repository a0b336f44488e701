// Stands for the SHA-256 digest (FIPS 180-4), in the digits that sha256sum prints.

import { sha256 as digestOf, hexOf } from "../../../bytes/sha256.ts";

export function sha256(bytes: Uint8Array): string {
  return hexOf(digestOf(bytes));
}
