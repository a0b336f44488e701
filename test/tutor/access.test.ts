import { expect, test } from "vitest";
import type { ApiTransport } from "../../src/api/request.ts";
import { type Check, checkShape, evaluate } from "../../src/tutor/checks/check.ts";
import { formatProblem, Problems, parseSource } from "../../src/tutor/format/source.ts";
import { emptyState, fakeWorld } from "./fake-world.ts";

function check(text: string): Check {
  const problems = new Problems("check");
  const source = parseSource(text, problems);
  const read = source && checkShape().read(source, problems);
  if (read === undefined) throw new Error(problems.found.map(formatProblem).join("\n"));
  return read;
}

/** What the API server was asked, and what the check made of its answers: yes to these verbs. */
async function asked(text: string, yes: readonly string[]) {
  const reviews: { user: string; groups: string[]; resourceAttributes: Record<string, string> }[] = [];
  const read: ApiTransport = async ({ method, path, body }) => {
    expect(`${method} ${path}`).toBe("POST /apis/authorization.k8s.io/v1/subjectaccessreviews");
    const { spec } = body as { spec: (typeof reviews)[number] };
    reviews.push(spec);
    return {
      kind: "object",
      status: 201,
      body: { status: { allowed: yes.includes(spec.resourceAttributes.verb ?? "") } },
    };
  };
  const result = await evaluate(check(text), { ...fakeWorld(emptyState()), read });
  return { reviews, answer: result.passed ? "passed" : result.why };
}

test("asks as a ServiceAccount would, with its groups, one verb at a time", async () => {
  const { reviews, answer } = await asked(
    "access: {serviceAccount: bot, kind: Pod, subresource: log, verb: [get, list]}",
    ["get"],
  );
  expect(reviews[0]).toEqual({
    user: "system:serviceaccount:default:bot",
    groups: ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"],
    resourceAttributes: { verb: "get", group: "", resource: "pods", subresource: "log", namespace: "default" },
  });
  expect(answer).toBe("`bot` may not list pods/log in namespace `default` yet. Ask with `kubectl auth can-i`.");
});

test.each([
  ["{user: jane, kind: Deployment, name: web, namespace: '*', verb: get}", ["get"], "passed"],
  ["{serviceAccount: shop/bot, kind: Node, verb: [get, list], allowed: false}", [], "passed"],
  [
    "{serviceAccount: shop/bot, kind: Node, verb: [get, list], allowed: false}",
    ["list"],
    "`shop/bot` may list nodes. Ask with `kubectl auth can-i`.",
  ],
])("access: %s, yes to %o", async (text, yes, expected) => {
  expect((await asked(`access: ${text}`, yes)).answer).toBe(expected);
});

test("somebody must be meant", () => {
  expect(() => check("access: {kind: Pod, verb: get}")).toThrow("either `serviceAccount` or `user`");
});
