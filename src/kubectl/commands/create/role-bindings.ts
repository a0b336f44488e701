// Stands for kubectl create rolebinding and clusterrolebinding.

import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { stringArrayFlag, stringFlag } from "../../flags/flag.ts";
import { generator, type Manifest, metadataOf } from "./generator.ts";

const RBAC = "rbac.authorization.k8s.io";

const SUBJECT_FLAGS = [
  stringArrayFlag("group", "Groups to bind to the role. The flag can be repeated to add multiple groups."),
  stringArrayFlag(
    "serviceaccount",
    "Service accounts to bind to the role, in the format <namespace>:<name>. The flag can be repeated to add multiple service accounts.",
  ),
  stringArrayFlag("user", "Usernames to bind to the role. The flag can be repeated to add multiple users."),
];

export const roleBinding = generator({
  name: "rolebinding",
  short: "Create a role binding for a particular role or cluster role",
  examples: `# Create a role binding for user1 using the admin cluster role
kubectl create rolebinding admin --clusterrole=admin --user=user1

# Create a role binding for the service account dev:builder using the role editor
kubectl create rolebinding editor --role=editor --serviceaccount=dev:builder`,
  usage:
    "rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]",
  flags: [
    stringFlag("clusterrole", "ClusterRole this RoleBinding should reference"),
    stringFlag("role", "Role this RoleBinding should reference"),
    ...SUBJECT_FLAGS,
  ],
  root: `/apis/${RBAC}/v1`,
  resource: "rolebindings",
  namespaced: true,
  failure: "failed to create rolebinding: ",
  make(context, name) {
    const [clusterRole, role] = [context.flags.string("clusterrole"), context.flags.string("role")];
    if ((clusterRole === "") === (role === ""))
      throw new KubectlError("exactly one of clusterrole or role must be specified");
    const roleRef =
      role === ""
        ? { apiGroup: RBAC, kind: "ClusterRole", name: clusterRole }
        : { apiGroup: RBAC, kind: "Role", name: role };
    return {
      kind: "RoleBinding",
      apiVersion: `${RBAC}/v1`,
      metadata: metadataOf(context, name),
      ...subjectsOf(context),
      roleRef,
    };
  },
});

export const clusterRoleBinding = generator({
  name: "clusterrolebinding",
  short: "Create a cluster role binding for a particular cluster role",
  examples: `# Create a cluster role binding for user1, user2 and group1 using the cluster-admin cluster role
kubectl create clusterrolebinding cluster-admin --clusterrole=cluster-admin --user=user1 --user=user2 --group=group1`,
  usage:
    "clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]",
  flags: [
    stringFlag("clusterrole", "ClusterRole this ClusterRoleBinding should reference", "", { required: true }),
    ...SUBJECT_FLAGS,
  ],
  root: `/apis/${RBAC}/v1`,
  resource: "clusterrolebindings",
  namespaced: false,
  failure: "failed to create clusterrolebinding: ",
  make: (context, name) => ({
    kind: "ClusterRoleBinding",
    apiVersion: `${RBAC}/v1`,
    metadata: metadataOf(context, name, {}, false),
    ...subjectsOf(context),
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: context.flags.string("clusterrole") },
  }),
});

function subjectsOf({ flags }: CommandContext): Manifest {
  const subjects = [
    ...flags.strings("user").map((name) => ({ kind: "User", apiGroup: RBAC, name })),
    ...flags.strings("group").map((name) => ({ kind: "Group", apiGroup: RBAC, name })),
    ...flags.strings("serviceaccount").map(serviceAccountSubject),
  ];
  return subjects.length === 0 ? {} : { subjects };
}

function serviceAccountSubject(text: string): Manifest {
  const [namespace = "", name = "", ...rest] = text.split(":");
  if (namespace === "" || name === "" || rest.length > 0)
    throw new KubectlError("serviceaccount must be <namespace>:<name>");
  return { kind: "ServiceAccount", name, namespace };
}
