// `/metrics`: what the API server counts, in the text form of Prometheus.
// Simplified: a handful of the many metrics, the ones that are true here; their names and labels are the real ones.

import type { Core } from "../core.ts";
import { sample } from "../request-counter.ts";
import { VERSION } from "./version.ts";

export function metrics({ requests, resources, storage }: Core): string {
  const stored = resources
    .all()
    .filter(({ info, storedAs }) => storedAs === undefined && info.verbs.includes("list"))
    .map(({ info: { group, resource }, prefix }) =>
      sample(
        "apiserver_storage_objects",
        { resource: group === "" ? resource : `${resource}.${group}` },
        storage.etcd.count(prefix),
      ),
    )
    .sort();
  const { gitCommit: git_commit, gitVersion: git_version, goVersion: go_version, major, minor, platform } = VERSION;
  const build = {
    build_date: VERSION.buildDate,
    compiler: VERSION.compiler,
    git_commit,
    git_tree_state: "",
    git_version,
  };
  return [
    ...metric(
      "apiserver_request_total",
      "counter",
      "[STABLE] Requests answered, by verb, resource and code.",
      requests.lines(),
    ),
    ...metric("apiserver_storage_objects", "gauge", "[STABLE] Stored objects, by kind.", stored),
    ...metric("kubernetes_build_info", "gauge", "[ALPHA] What is running, always 1.", [
      sample("kubernetes_build_info", { ...build, go_version, major, minor, platform }, 1),
    ]),
    "",
  ].join("\n");
}

function metric(name: string, type: string, help: string, samples: readonly string[]): string[] {
  return samples.length === 0 ? [] : [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples];
}
