// Stands for kubectl set subject.

import type { Draft, RoleBinding } from "../../../api/types.ts";
import type { Command, CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { stringArrayFlag } from "../../flags/flag.ts";
import { changeObjects, patchFailure, SET_SELECTOR_FLAGS } from "./change.ts";

type Subject = Draft<NonNullable<RoleBinding["subjects"]>[number]>;

const RBAC_GROUP = "rbac.authorization.k8s.io";

export const command: Command = {
  name: "subject",
  short: "Update the user, group, or service account in a role binding or cluster role binding",
  long: "Add users, groups and service accounts to the subjects of a binding.",
  examples:
    "# A service account\nkubectl set subject clusterrolebinding admin --serviceaccount=namespace:serviceaccount1\n\n# Users and a group\nkubectl set subject rolebinding admin --user=user1 --user=user2 --group=group1",
  usage:
    "subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]",
  flags: [
    ...SET_SELECTOR_FLAGS,
    stringArrayFlag("group", "Groups to add"),
    stringArrayFlag("serviceaccount", "Service accounts to add"),
    stringArrayFlag("user", "Users to add"),
  ],
  run: setSubject,
};

async function setSubject(context: CommandContext): Promise<void> {
  const { args, flags } = context;
  const [users, groups, accounts] = [flags.strings("user"), flags.strings("group"), flags.strings("serviceaccount")];
  const subjects: Subject[] = [];
  await changeObjects(context, {
    operation: "subjects updated",
    resources: args,
    failure: "subjects to rolebinding:",
    validate: () => {
      if (users.length + groups.length + accounts.length === 0)
        throw new KubectlError("you must specify at least one value of user, group or serviceaccount");
      subjects.push(
        ...users.map((name) => ({ apiGroup: RBAC_GROUP, kind: "User", name })),
        ...groups.map((name) => ({ apiGroup: RBAC_GROUP, kind: "Group", name })),
        ...accounts.map(parseAccount),
      );
    },
    change: (object, info) => {
      if (object.kind !== "RoleBinding" && object.kind !== "ClusterRoleBinding") {
        throw patchFailure(info, "setting subjects is only supported for RoleBinding/ClusterRoleBinding");
      }
      addSubjects(object as unknown as Draft<RoleBinding>, subjects);
    },
  });
}

function parseAccount(text: string): Subject {
  const [namespace, name, ...rest] = text.split(":");
  if (!namespace || !name || rest.length > 0) throw new KubectlError("serviceaccount must be <namespace>:<name>");
  return { kind: "ServiceAccount", name, namespace };
}

function addSubjects(binding: Draft<RoleBinding>, subjects: readonly Subject[]): void {
  const known = [...(binding.subjects ?? [])];
  for (const subject of subjects) {
    const same = (each: Subject) =>
      each.kind === subject.kind && each.name === subject.name && (each.namespace ?? "") === (subject.namespace ?? "");
    if (!known.some(same)) known.push(subject);
  }
  binding.subjects = known;
}
