// What came of the writes of the last boots, for when one of these very clusters is booted again: it is the same run, so it need not be
// worked out again. Lesson tests boot a few clusters over and over.

import type { Outcome } from "./apiserver/outcomes.ts";
import type { SchemaSource } from "./apiserver/server.ts";
import type { ClusterOptions } from "./options.ts";

/** Each holds the objects of a small cluster, and some old versions of them. */
const MOST_KEPT = 8;

export class BootOutcomes {
  private schema: SchemaSource | undefined;
  /** Those used last come last. */
  private readonly kept = new Map<string, readonly Outcome[]>();

  of(options: ClusterOptions): readonly Outcome[] {
    const key = options.schema === this.schema ? bootKey(options) : undefined;
    return (key !== undefined && this.kept.get(key)) || [];
  }

  keep(options: ClusterOptions, list: readonly Outcome[]): void {
    const key = bootKey(options);
    if (key === undefined) return;
    if (options.schema !== this.schema) this.kept.clear();
    this.schema = options.schema;
    this.kept.delete(key);
    this.kept.set(key, [...list]);
    for (const oldest of this.kept.keys()) if (this.kept.size > MOST_KEPT) this.kept.delete(oldest);
  }
}

/** Undefined where nobody can say what the boot follows from, and where nothing shall be kept.
 * @param time what it shall depend on of its instant. */
export function bootKey(options: ClusterOptions, time = options.startMs): string | undefined {
  const { profile, seed, rootCertificate, adminToken, tokenKey, keepsJournal, between, parseYaml } = options;
  if (between !== undefined || keepsJournal === false) return undefined;
  return JSON.stringify([profile, seed, time, rootCertificate, adminToken, tokenKey, parseYaml !== undefined]);
}
