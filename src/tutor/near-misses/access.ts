// Rights that somebody does not have: a binding to somebody else, in another namespace, to another role, or a role that lacks the verb.

import type { AnyObject } from "../../api/types.ts";
import type { AccessSpec } from "../checks/access.ts";
import { kindNamed } from "../kinds.ts";
import { missingFrom, type Right, type Role } from "./access-role.ts";
import { closestTo, slipBetween } from "./closeness.ts";
import { type Finding, firstOf, type Say, slip, trouble } from "./finding.ts";
import { nameOf, namespaceOf, type Scene } from "./scene.ts";

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

type Binding = AnyObject & {
  readonly subjects?: readonly Subject[];
  readonly roleRef: { readonly kind: string; readonly name: string };
};

interface Wanted {
  readonly who: Subject;
  readonly right: Right;
  /** Where the rights shall hold; undefined: everywhere. */
  readonly namespace: string | undefined;
  readonly bindings: readonly Binding[];
}

export async function rightsMiss(spec: AccessSpec, scene: Scene): Promise<Finding | undefined> {
  const wanted: Wanted = {
    who: whoOf(spec, scene),
    right: rightOf(spec),
    namespace:
      spec.namespace === "*" || kindNamed(spec.kind)?.namespaced === false ? undefined : namespaceOf(spec, scene),
    bindings: await bindingsIn(scene),
  };
  if (spec.allowed === false) return stillGiven(wanted, scene);
  return firstOf([boundRoleLacks, boundElsewhere, otherSubject, withoutBinding], wanted, scene);
}

function whoOf({ serviceAccount, user = "" }: AccessSpec, { world }: Scene): Subject {
  if (serviceAccount === undefined) return { kind: "User", name: user };
  const [name = "", namespace = world.namespace] = serviceAccount.split("/").toReversed();
  return { kind: "ServiceAccount", name, namespace };
}

function rightOf({ verb, kind, subresource, name }: AccessSpec): Right {
  const { resource = "", apiVersion = "" } = kindNamed(kind) ?? {};
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  const full = subresource === undefined ? resource : `${resource}/${subresource}`;
  return { verbs: verb, group, resource: full, ...(name !== undefined && { name }) };
}

async function bindingsIn(scene: Scene): Promise<readonly Binding[]> {
  const lists = await Promise.all([scene.all("RoleBinding"), scene.all("ClusterRoleBinding")]);
  const own = (binding: AnyObject) => binding.metadata.labels?.["kubernetes.io/bootstrapping"] === undefined;
  return lists
    .flat()
    .filter((one) => own(one) && !one.metadata.name.startsWith("system:")) as unknown as readonly Binding[];
}

function isAbout(subject: Subject, who: Subject): boolean {
  return subject.kind === who.kind && subject.name === who.name && subject.namespace === who.namespace;
}

function isBound({ subjects = [] }: Binding, who: Subject): boolean {
  return subjects.some((subject) => isAbout(subject, who));
}

function counts({ kind, metadata }: Binding, { namespace }: Wanted): boolean {
  return kind === "ClusterRoleBinding" || (namespace !== undefined && metadata.namespace === namespace);
}

async function roleOf({ roleRef, metadata }: Binding, scene: Scene): Promise<Role | undefined> {
  const candidates = await scene.all(roleRef.kind);
  return candidates.find(
    (role) =>
      role.metadata.name === roleRef.name &&
      (roleRef.kind === "ClusterRole" || role.metadata.namespace === metadata.namespace),
  ) as Role | undefined;
}

/** The right binding, and a role behind it that does not say what is needed, or is not there. */
async function boundRoleLacks(wanted: Wanted, scene: Scene): Promise<Finding | undefined> {
  const { who, right } = wanted;
  for (const binding of wanted.bindings.filter((one) => counts(one, wanted) && isBound(one, who))) {
    const role = await roleOf(binding, scene);
    const { kind, name } = binding.roleRef;
    if (role === undefined) return withoutRole(binding, scene);
    const missing = missingFrom(role, right);
    if (missing === undefined) continue;
    return slip(`role ${kind}/${name}`, (says) =>
      says.bindsRole(nameOf(binding), who.name, `${kind} \`${name}\``, missing(says)),
    );
  }
  return undefined;
}

async function withoutRole(binding: Binding, scene: Scene): Promise<Finding> {
  const { kind, name } = binding.roleRef;
  const there = (await scene.all(kind)).filter(
    ({ metadata }) => kind === "ClusterRole" || metadata.namespace === binding.metadata.namespace,
  );
  const close = closestTo(
    name,
    there.map(({ metadata }) => metadata.name),
  )?.word;
  const rest: Say = (says) => (close === undefined ? says.roleOtherKind : says.thereIsACompare(close));
  return slip(
    `role-name ${kind}/${name}`,
    (says) => `${says.roleGone(nameOf(binding), `${kind} \`${name}\``)} ${rest(says)}`,
  );
}

function boundElsewhere(wanted: Wanted): Finding | undefined {
  const binding = wanted.bindings.find((one) => !counts(one, wanted) && isBound(one, wanted.who));
  if (binding === undefined) return undefined;
  return slip(`binding-namespace ${binding.metadata.name}`, (says) =>
    says.bindingElsewhere(nameOf(binding), binding.metadata.namespace ?? "", wanted.namespace),
  );
}

/** Bound, but not quite whom was meant. */
function otherSubject(wanted: Wanted): Finding | undefined {
  const { who } = wanted;
  for (const binding of wanted.bindings.filter((one) => counts(one, wanted)))
    for (const subject of binding.subjects ?? []) {
      const what = differenceOf(subject, who);
      if (what === undefined) continue;
      return slip(`subject ${binding.metadata.name}`, (says) =>
        says.otherSubject(nameOf(binding), `${subject.kind} \`${subject.name}\``, subject.namespace, what(says)),
      );
    }
  return undefined;
}

function differenceOf(subject: Subject, who: Subject): Say | undefined {
  if (subject.name === who.name && subject.kind !== who.kind) return (says) => says.subjectKind(who.kind);
  if (subject.kind !== who.kind) return undefined;
  if (subject.name === who.name) return (says) => says.subjectPlace(who.namespace ?? "");
  const how = slipBetween(subject.name, who.name);
  return how === undefined || subject.namespace !== who.namespace
    ? undefined
    : (says) => says.subjectSlip(says.slips[how], who.name);
}

/** A role that would do, and nobody who is bound to it. */
async function withoutBinding({ right, namespace, who }: Wanted, scene: Scene): Promise<Finding | undefined> {
  const roles = (await scene.living("Role", namespace ?? "")) as unknown as readonly Role[];
  const role = namespace === undefined ? undefined : roles.find((one) => missingFrom(one, right) === undefined);
  if (role === undefined) return undefined;
  return trouble(`unbound Role/${role.metadata.name}`, (says) => says.unbound(nameOf(role), who.name));
}

async function stillGiven(wanted: Wanted, scene: Scene): Promise<Finding | undefined> {
  for (const binding of wanted.bindings.filter((one) => counts(one, wanted) && isBound(one, wanted.who))) {
    const role = await roleOf(binding, scene);
    const isGiven =
      role !== undefined &&
      wanted.right.verbs.some((verb) => missingFrom(role, { ...wanted.right, verbs: [verb] }) === undefined);
    if (!isGiven) continue;
    return trouble(`given ${binding.metadata.name}`, (says) =>
      says.stillGiven(wanted.who.name, nameOf(binding), `${binding.roleRef.kind} \`${binding.roleRef.name}\``),
    );
  }
  return undefined;
}
