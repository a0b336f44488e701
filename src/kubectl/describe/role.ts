// Stands for `kubectl describe role`, `clusterrole` and their bindings.

import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from "../../api/types.ts";
import { DescriptionWriter } from "./description-writer.ts";
import { writeClusterHeader } from "./header.ts";
import { writePolicyRules } from "./policy-rules.ts";

export async function describeRole(role: Role | ClusterRole): Promise<string> {
  const writer = new DescriptionWriter();
  writeClusterHeader(writer, role);
  writePolicyRules(writer, role.rules ?? []);
  return writer.text();
}

export async function describeRoleBinding(binding: RoleBinding | ClusterRoleBinding): Promise<string> {
  const writer = new DescriptionWriter();
  writeClusterHeader(writer, binding);
  writer.line(0, "Role:");
  writer.field(1, "Kind", binding.roleRef.kind);
  writer.field(1, "Name", binding.roleRef.name);
  writer.line(0, "Subjects:");
  writer.line(1, "Kind\tName\tNamespace");
  writer.line(1, "----\t----\t---------");
  for (const { kind, name, namespace = "" } of binding.subjects ?? []) writer.line(1, `${kind}\t${name}\t${namespace}`);
  return writer.text();
}
