// Reads the compact table of default cluster roles and makes the objects of it.

import type { PolicyRule } from "../../../api/types.ts";
import { DEFAULT_CLUSTER_ROLE_BINDINGS, DEFAULT_CLUSTER_ROLES } from "./default-roles-data.ts";

interface RoleObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

const GROUP = "rbac.authorization.k8s.io";
const LABELS = { "kubernetes.io/bootstrapping": "rbac-defaults" };
const ANNOTATIONS = { "rbac.authorization.kubernetes.io/autoupdate": "true" };
const VERBS: Readonly<Record<string, string>> = {
  read: "get,list,watch",
  write: "create,delete,deletecollection,patch,update",
};

interface ParsedRole {
  readonly name: string;
  readonly to: readonly string[];
  readonly from: readonly string[];
  readonly rules: PolicyRule[];
}

// Every cluster begins with the same roles, and copies of clusters are made often.
let clusterRoles: readonly RoleObject[] | undefined;
let clusterRoleBindings: readonly RoleObject[] | undefined;

export function defaultClusterRoles(): readonly RoleObject[] {
  clusterRoles ??= makeClusterRoles();
  return clusterRoles;
}

export function defaultClusterRoleBindings(): readonly RoleObject[] {
  clusterRoleBindings ??= makeClusterRoleBindings();
  return clusterRoleBindings;
}

function makeClusterRoles(): readonly RoleObject[] {
  const roles = parseRoles();
  return roles.map((role) => ({
    apiVersion: `${GROUP}/v1`,
    kind: "ClusterRole",
    metadata: { name: role.name, labels: { ...LABELS, ...aggregationLabels(role.to) }, annotations: ANNOTATIONS },
    ...(role.from.length === 0
      ? {}
      : {
          aggregationRule: {
            clusterRoleSelectors: role.from.map((each) => ({ matchLabels: aggregationLabels([each]) })),
          },
        }),
    rules: role.from.length === 0 ? role.rules : aggregated(role, roles),
  }));
}

function aggregationLabels(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`${GROUP}/aggregate-to-${name}`, "true"]));
}

/** The rules of every role with the label, through roles that aggregate themselves. */
function aggregated(role: ParsedRole, roles: readonly ParsedRole[]): PolicyRule[] {
  const members = roles.filter((each) => each !== role && each.to.some((label) => role.from.includes(label)));
  return members.flatMap((each) => (each.from.length === 0 ? each.rules : aggregated(each, roles)));
}

function parseRoles(): ParsedRole[] {
  const roles: ParsedRole[] = [];
  for (const line of DEFAULT_CLUSTER_ROLES.trim().split("\n")) {
    if (line.startsWith("  ")) roles[roles.length - 1]?.rules.push(parseRule(line.trim()));
    else {
      const [name = "", ...words] = line.split(" ");
      roles.push({ name, to: valuesOf(words, "to"), from: valuesOf(words, "from"), rules: [] });
    }
  }
  return roles;
}

function parseRule(line: string): PolicyRule {
  const [verbText = "", ...words] = line.split(" ");
  const verbs = (VERBS[verbText] ?? verbText).split(",");
  const urls = valuesOf(words, "url");
  if (urls.length > 0) return { nonResourceURLs: urls, verbs };
  const [groups = "", resources = ""] = words;
  const resourceNames = valuesOf(words, "names");
  return {
    apiGroups: groups.split(",").map((group) => (group === "core" ? "" : group)),
    ...(resourceNames.length === 0 ? {} : { resourceNames }),
    resources: resources.split(","),
    verbs,
  };
}

function valuesOf(words: readonly string[], key: string): string[] {
  return (
    words
      .find((word) => word.startsWith(`${key}=`))
      ?.slice(key.length + 1)
      .split(",") ?? []
  );
}

function makeClusterRoleBindings(): readonly RoleObject[] {
  const listed = DEFAULT_CLUSTER_ROLE_BINDINGS.trim()
    .split("\n")
    .map((line) => {
      const [name = "", role = "", ...subjects] = line.trim().split(" ");
      return binding(name, role, subjects);
    });
  const controllers = parseRoles().filter((role) => role.name.startsWith("system:controller:"));
  return [
    ...listed,
    ...controllers.map(({ name }) =>
      binding(name, name, [`sa:kube-system/${name.slice("system:controller:".length)}`]),
    ),
  ];
}

function binding(name: string, role: string, subjects: readonly string[]): RoleObject {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name, labels: LABELS, annotations: ANNOTATIONS },
    roleRef: { apiGroup: GROUP, kind: "ClusterRole", name: role },
    ...(subjects.length === 0 ? {} : { subjects: subjects.map(subject) }),
  };
}

function subject(text: string): object {
  const [kind = "", name = ""] = [text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1)];
  if (kind === "sa") {
    const [namespace = "", account = ""] = name.split("/");
    return { kind: "ServiceAccount", name: account, namespace };
  }
  return { apiGroup: GROUP, kind: kind === "user" ? "User" : "Group", name };
}
