// RoleBindings and ClusterRoleBindings: who may do it.

import { catalogued } from "../../../api/catalogue.ts";
import { goQuote } from "../../../api/go-values.ts";
import { dns1123SubdomainErrors, pathSegmentErrors } from "../../../api/names.ts";
import type { ClusterRoleBinding, Draft, RoleBinding } from "../../../api/types.ts";
import { AGE, NAME, text, wide } from "./columns.ts";
import { deepEqual, invalid, invalidEach, notSupported, required } from "./field-error.ts";
import { goText } from "./go-syntax.ts";
import { type Column, defineKind, type FieldError } from "./kind.ts";

type Binding = RoleBinding | ClusterRoleBinding;
type Subject = NonNullable<RoleBinding["subjects"]>[number];

const GROUP = "rbac.authorization.k8s.io";

function subjectsText({ subjects }: Binding, kind: string): string {
  return (subjects ?? [])
    .filter((subject) => subject.kind === kind)
    .map(({ namespace = "", name }) => (kind === "ServiceAccount" ? `${namespace}/${name}` : name))
    .join(", ");
}

const columns: readonly Column<Binding>[] = [
  NAME,
  text("Role", ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
  AGE,
  wide("Users", (binding) => subjectsText(binding, "User")),
  wide("Groups", (binding) => subjectsText(binding, "Group")),
  wide("ServiceAccounts", (binding) => subjectsText(binding, "ServiceAccount")),
];

function applyDefaults(binding: Draft<Binding>): void {
  binding.roleRef ??= {} as Draft<Binding>["roleRef"];
  const roleRef = binding.roleRef;
  roleRef.apiGroup ||= GROUP;
  for (const subject of binding.subjects ?? []) {
    if (subject.kind === "User" || subject.kind === "Group") subject.apiGroup ||= GROUP;
  }
}

function validate(binding: Binding, roleKinds: readonly string[]): FieldError[] {
  const { apiGroup = "", kind = "", name = "" } = binding.roleRef;
  const errors: FieldError[] = [];
  if (apiGroup !== GROUP) errors.push(notSupported("roleRef.apiGroup", apiGroup, [GROUP]));
  if (!roleKinds.includes(kind)) errors.push(notSupported("roleRef.kind", kind, roleKinds));
  if (name === "") errors.push(required("roleRef.name"));
  else errors.push(...invalidEach("roleRef.name", name, pathSegmentErrors(name)));
  const namespaced = binding.metadata.namespace !== undefined;
  return [
    ...errors,
    ...(binding.subjects ?? []).flatMap((subject, i) => subjectErrors(subject, `subjects[${i}]`, namespaced)),
  ];
}

function subjectErrors(
  { kind = "", name = "", namespace = "", apiGroup = "" }: Subject,
  field: string,
  namespaced: boolean,
): FieldError[] {
  const errors = name === "" ? [required(`${field}.name`)] : [];
  if (kind === "User" || kind === "Group") {
    return apiGroup === GROUP ? errors : [...errors, notSupported(`${field}.apiGroup`, apiGroup, [GROUP])];
  }
  if (kind !== "ServiceAccount") {
    return [...errors, notSupported(`${field}.kind`, kind, ["ServiceAccount", "User", "Group"])];
  }
  if (name !== "") errors.push(...invalidEach(`${field}.name`, name, dns1123SubdomainErrors(name)));
  if (apiGroup !== "") errors.push(notSupported(`${field}.apiGroup`, apiGroup, [""]));
  if (namespace === "" && !namespaced) errors.push(required(`${field}.namespace`));
  return errors;
}

// Who may edit the subjects must not thereby hand out other rights.
function validateUpdate(next: Binding, previous: Binding): FieldError[] {
  if (deepEqual(next.roleRef, previous.roleRef)) return [];
  const [group, kind, name] = [next.roleRef.apiGroup, next.roleRef.kind, next.roleRef.name].map((each) =>
    goQuote(each ?? ""),
  );
  const shown = goText(`rbac.RoleRef{APIGroup:${group}, Kind:${kind}, Name:${name}}`);
  return [invalid("roleRef", shown, "cannot change roleRef")];
}

export const roleBindings = defineKind<RoleBinding>({
  get resource() {
    return catalogued(GROUP, "rolebindings");
  },
  applyDefaults,
  validate: (binding) => validate(binding, ["Role", "ClusterRole"]),
  validateUpdate,
  columns,
});

export const clusterRoleBindings = defineKind<ClusterRoleBinding>({
  get resource() {
    return catalogued(GROUP, "clusterrolebindings");
  },
  applyDefaults,
  validate: (binding) => validate(binding, ["ClusterRole"]),
  validateUpdate,
  columns,
});
