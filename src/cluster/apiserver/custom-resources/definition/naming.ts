// Names belong to whoever had them first: what a definition gets of the names that it asks for.

import type { Condition, Definition, Names } from "./definition.ts";
import { conditionOf } from "./definition.ts";

export interface Naming {
  readonly acceptedNames: Partial<Names>;
  readonly conditions: readonly Condition[];
}

/** @param others definitions of the same group. */
export function namingOf(definition: Definition, others: readonly Definition[]): Naming {
  const { names } = definition.spec;
  const accepted: Partial<Names> = definition.status?.acceptedNames ?? {};
  const taken = takenBy(others);
  let conflict: Pick<Condition, "reason" | "message"> | undefined;
  const refuse = (reason: string, name: string): void => {
    conflict = { reason, message: `${JSON.stringify(name)} is already in use` };
  };
  const next: { -readonly [name in keyof Names]?: Names[name] | undefined } = { ...accepted };
  for (const [field, reason, used] of [
    ["plural", "PluralConflict", taken.resources],
    ["singular", "SingularConflict", taken.resources],
  ] as const) {
    const name = names[field];
    if (name !== undefined && name !== accepted[field] && used.has(name)) refuse(reason, name);
    else if (name !== undefined) next[field] = name;
  }
  const strange = (names.shortNames ?? []).filter(
    (name) => taken.resources.has(name) && accepted.shortNames?.includes(name) !== true,
  );
  const [first] = strange;
  if (first !== undefined) conflict = { reason: "ShortNamesConflict", message: aggregated(strange) };
  else next.shortNames = names.shortNames;
  for (const [field, reason] of [
    ["kind", "KindConflict"],
    ["listKind", "ListKindConflict"],
  ] as const) {
    const name = names[field];
    if (name !== undefined && name !== accepted[field] && taken.kinds.has(name)) refuse(reason, name);
    else if (name !== undefined) next[field] = name;
  }
  next.categories = names.categories;
  return { acceptedNames: present(next) as Partial<Names>, conditions: conditionsOf(definition, conflict) };
}

function aggregated(names: readonly string[]): string {
  const texts = names.map((name) => `${JSON.stringify(name)} is already in use`);
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
}

function takenBy(others: readonly Definition[]): { resources: ReadonlySet<string>; kinds: ReadonlySet<string> } {
  const all = others.map(({ status }) => status?.acceptedNames ?? {});
  return {
    resources: new Set(all.flatMap(({ plural, singular, shortNames = [] }) => some([plural, singular, ...shortNames]))),
    kinds: new Set(all.flatMap(({ kind, listKind }) => some([kind, listKind]))),
  };
}

function some(names: readonly (string | undefined)[]): string[] {
  return names.filter((name): name is string => name !== undefined && name !== "");
}

function present(names: object): object {
  return Object.fromEntries(Object.entries(names).filter(([, value]) => value !== undefined));
}

/** Once established a definition stays so, whatever its names become. */
function conditionsOf(
  definition: Definition,
  conflict: Pick<Condition, "reason" | "message"> | undefined,
): readonly Condition[] {
  const names: Condition =
    conflict === undefined
      ? { type: "NamesAccepted", status: "True", reason: "NoConflicts", message: "no conflicts found" }
      : { type: "NamesAccepted", status: "False", ...conflict };
  const known = conditionOf(definition, "Established");
  if (known?.status === "True") return [names, known];
  const established: Condition = conflict === undefined ? INSTALLING : (known ?? { ...NOT_ACCEPTED });
  return [names, established];
}

const INSTALLING: Condition = {
  type: "Established",
  status: "False",
  reason: "Installing",
  message: "the initial names have been accepted",
};

const NOT_ACCEPTED: Condition = {
  type: "Established",
  status: "False",
  reason: "NotAccepted",
  message: "not all names are accepted",
};

export const ESTABLISHED: Condition = {
  type: "Established",
  status: "True",
  reason: "InitialNamesAccepted",
  message: "the initial names have been accepted",
};
