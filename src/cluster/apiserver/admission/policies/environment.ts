// What the expressions of admission may speak of: the object before and after, the request, parameters, and variables of their own.

import { check } from "../../cel/check.ts";
import { type Issue, issueText, parseExpression } from "../../cel/expression.ts";
import { type Tree, treeOf } from "../../cel/tree.ts";
import { BOOL, type CelType, DYN, listOf, mapOf, STRING, simple, typeText } from "../../cel/types.ts";

export type Compiled =
  | { readonly kind: "tree"; readonly tree: Tree; readonly type: CelType }
  | { readonly kind: "fault"; readonly text: string };

export type Names = ReadonlyMap<string, CelType>;

function struct(name: string, fields: Readonly<Record<string, CelType>>): CelType {
  return { kind: "object", name, fields: new Map(Object.entries(fields)) };
}

/** The names that every expression has; parameters only where a policy has some. */
export function admissionNames(hasParams: boolean): Map<string, CelType> {
  const place = (name: string, last: string): CelType =>
    struct(name, { group: STRING, version: STRING, [last]: STRING });
  const [kind, resource] = [
    place("kubernetes.GroupVersionKind", "kind"),
    place("kubernetes.GroupVersionResource", "resource"),
  ];
  const userInfo = struct("kubernetes.UserInfo", {
    username: STRING,
    uid: STRING,
    groups: listOf(STRING),
    extra: mapOf(STRING, listOf(STRING)),
  });
  const request = struct("kubernetes.AdmissionRequest", {
    ...{
      kind,
      resource,
      subResource: STRING,
      requestKind: kind,
      requestResource: resource,
      requestSubResource: STRING,
    },
    ...{ name: STRING, namespace: STRING, operation: STRING, userInfo, dryRun: BOOL, options: DYN },
  });
  const names: [string, CelType][] = [
    ["object", DYN],
    ["oldObject", DYN],
    ["request", request],
    ["namespaceObject", DYN],
    ["authorizer", { kind: "opaque", name: "kubernetes.authorization.Authorizer" }],
  ];
  return new Map(hasParams ? [...names, ["params", DYN]] : names);
}

/** With the variables that have been declared so far. */
export function withVariables(names: Names, variables: ReadonlyMap<string, CelType>): Names {
  return new Map([...names, ["variables", { kind: "object", name: "kubernetes.variables", fields: variables }]]);
}

/** @param result what it has to come to; any type when not given. */
export function compile(source: string, names: Names, result: "bool" | "string" | undefined): Compiled {
  const fault = (issues: readonly Issue[]): Compiled => {
    const texts = [...issues].sort((a, b) => a.at - b.at).map((issue) => issueText(source, issue));
    return { kind: "fault", text: `compilation failed: ${texts.join("\n")}` };
  };
  const parsed = parseExpression(source);
  if (parsed.kind === "broken") return fault([parsed.issue]);
  const built = treeOf(parsed.root);
  if (built.kind === "broken") return fault(built.issues);
  const { type, issues } = check(built.tree, names);
  if (issues.length > 0) return fault(issues);
  if (result !== undefined && type.kind !== result)
    return { kind: "fault", text: `must evaluate to ${typeText(simple(result))}` };
  return { kind: "tree", tree: built.tree, type };
}
