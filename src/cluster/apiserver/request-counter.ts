// Counts the requests that have been answered, for `/metrics`.

import type { RequestInfo } from "./request-info.ts";

const VERBS: Readonly<Record<string, string>> = { create: "POST", update: "PUT", get: "GET" };
const STREAMS = new Set(["exec", "attach", "portforward", "proxy"]);

export class RequestCounter {
  private readonly counts = new Map<string, number>();

  /** @returns under what it was counted. */
  count(info: RequestInfo, code: number, isDryRun: boolean): string {
    const key = info.kind === "path" ? pathKey(info.verb, info.path) : resourceKey(info, isDryRun);
    const counted = `${code} ${key}`;
    this.countAgain(counted);
    return counted;
  }

  countAgain(counted: string): void {
    this.counts.set(counted, (this.counts.get(counted) ?? 0) + 1);
  }

  /** One line for each kind of request, in order. */
  lines(): string[] {
    return [...this.counts]
      .map(([key, count]) => {
        const [code, dryRun, group, resource, scope, subresource, verb, version] = key.split(" ");
        const labels = {
          code,
          component: "apiserver",
          dry_run: dryRun,
          group,
          resource,
          scope,
          subresource,
          verb,
          version,
        };
        return sample("apiserver_request_total", labels, count);
      })
      .sort();
  }
}

function pathKey(verb: string, path: string): string {
  // What nobody serves is counted together: strangers must not make up ever more counters.
  const known = /^\/(healthz|livez|readyz|version|metrics|api|apis|openapi)\b/.exec(path)?.[0] ?? "";
  return [...["", "", "", ""], known, verb.toUpperCase(), ""].join(" ");
}

function resourceKey(info: Exclude<RequestInfo, { kind: "path" }>, isDryRun: boolean): string {
  const { group, resource, subresource, verb, version, namespace, name } = info;
  const scope = name !== "" ? "resource" : namespace !== "" ? "namespace" : "cluster";
  const shown = STREAMS.has(subresource) ? "CONNECT" : (VERBS[verb] ?? verb.toUpperCase());
  return [isDryRun ? "All" : "", group, resource, scope, subresource, shown, version].join(" ");
}

/** One value of a metric, as Prometheus reads it. */
export function sample(name: string, labels: Readonly<Record<string, string | undefined>>, value: number): string {
  const pairs = Object.entries(labels).map(([label, text = ""]) => `${label}=${JSON.stringify(text)}`);
  return `${name}{${pairs.join(",")}} ${value}`;
}
