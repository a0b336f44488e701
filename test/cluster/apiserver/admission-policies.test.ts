// What administrators forbid: ValidatingAdmissionPolicies with their expressions, and webhooks that nobody answers.

import { describe, expect, test } from "vitest";
import { errorOf, objectOf, startServer } from "./setup.ts";

const ADMISSION = "/apis/admissionregistration.k8s.io/v1";
const CMS = "/api/v1/namespaces/default/configmaps";
const RULES = [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE", "DELETE"], resources: ["configmaps"] }];

function policed(policy: object, binding: object = { validationActions: ["Deny"] }) {
  const { ask } = startServer();
  const spec = { matchConstraints: { resourceRules: RULES }, ...policy };
  objectOf(ask("POST", `${ADMISSION}/validatingadmissionpolicies`, { metadata: { name: "p" }, spec }));
  const bound = { policyName: "p", ...binding };
  objectOf(ask("POST", `${ADMISSION}/validatingadmissionpolicybindings`, { metadata: { name: "b" }, spec: bound }));
  return ask;
}

const small = [{ expression: "size(object.data) < 2" }];
const DENIED = `configmaps "c" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: `;
const two = { metadata: { name: "c", labels: { app: "web" } }, data: { a: "1", b: "2" } };

describe("a policy refuses what breaks its rules", () => {
  test.each<[string, object, string]>([
    ["the expression is told", { validations: small }, "failed expression: size(object.data) < 2"],
    ["or the message", { validations: [{ ...small[0], message: "one key only" }] }, "one key only"],
    [
      "or what is computed",
      { validations: [{ ...small[0], messageExpression: "object.metadata.name + ': ' + string(size(object.data))" }] },
      "c: 2",
    ],
    [
      "variables are computed in their order",
      {
        variables: [
          { name: "keys", expression: "size(object.data)" },
          { name: "many", expression: "variables.keys > 1" },
        ],
        validations: [{ expression: "!variables.many" }],
      },
      "failed expression: !variables.many",
    ],
    [
      "what cannot be computed refuses, too",
      { validations: [{ expression: "object.spec.x == 1" }] },
      "expression 'object.spec.x == 1' resulted in error: no such key: spec",
    ],
    [
      "who asks is known",
      { validations: [{ expression: "request.userInfo.username == 'jane'" }] },
      "failed expression: request.userInfo.username == 'jane'",
    ],
    [
      "so are rights",
      {
        validations: [
          { expression: "!authorizer.group('apps').resource('deployments').namespace('x').check('create').allowed()" },
        ],
      },
      "failed expression: !authorizer.group('apps').resource('deployments').namespace('x').check('create').allowed()",
    ],
  ])("%s", (_, policy, message) => {
    expect(errorOf(policed(policy)("POST", CMS, two))).toEqual({
      code: 422,
      reason: "Invalid",
      message: DENIED + message,
    });
  });

  test("with the reason that it gives", () => {
    const ask = policed({ validations: [{ ...small[0], reason: "Forbidden" }] });
    expect(errorOf(ask("POST", CMS, two))).toMatchObject({ code: 403, reason: "Forbidden" });
  });

  test("deletions, too", () => {
    const ask = policed({ validations: [{ expression: "request.operation != 'DELETE'", message: "it stays" }] });
    objectOf(ask("POST", CMS, two));
    expect(errorOf(ask("DELETE", `${CMS}/c`)).message).toBe(`${DENIED}it stays`);
  });
});

describe("a policy lets pass", () => {
  const Deny = { validationActions: ["Deny"] };
  test.each<[string, object, object]>([
    ["what keeps to its rules", { validations: [{ expression: "size(object.data) < 3" }] }, Deny],
    ["what it only warns of", { validations: small }, { validationActions: ["Warn"] }],
    [
      "what its conditions leave out",
      { validations: small, matchConditions: [{ name: "dev", expression: "request.namespace == 'dev'" }] },
      Deny,
    ],
    [
      "what the binding does not choose",
      { validations: small },
      { ...Deny, matchResources: { objectSelector: { matchLabels: { app: "db" } } } },
    ],
    [
      "what cannot be computed, if it ignores faults",
      { validations: [{ expression: "object.x.y == 1" }], failurePolicy: "Ignore" },
      Deny,
    ],
  ])("%s", (_, policy, binding) => {
    expect(policed(policy, binding)("POST", CMS, two).status).toBe(201);
  });

  test("and says what it would have refused", () => {
    const warning =
      "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': failed expression: size(object.data) < 2";
    const ask = policed({ validations: small }, { validationActions: ["Warn", "Audit"] });
    expect(ask("POST", CMS, two).warnings).toEqual([warning]);
  });
});

describe("parameters of a policy", () => {
  const policy = {
    paramKind: { apiVersion: "v1", kind: "ConfigMap" },
    validations: [{ expression: "size(object.data) <= int(params.data.max)" }],
  };
  const paramRef = { name: "limits", namespace: "default", parameterNotFoundAction: "Deny" };

  test("are read from the object that the binding names", () => {
    const ask = policed(policy, { validationActions: ["Deny"], paramRef });
    const missing =
      "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction";
    expect(errorOf(ask("POST", CMS, two)).message).toBe(DENIED + missing);
  });

  test("nothing is asked where none are found and that is allowed", () => {
    const ask = policed(policy, {
      validationActions: ["Deny"],
      paramRef: { ...paramRef, parameterNotFoundAction: "Allow" },
    });
    objectOf(ask("POST", CMS, { metadata: { name: "limits" }, data: { max: "1" } }));
    expect(errorOf(ask("POST", CMS, two)).message).toBe(
      `${DENIED}failed expression: size(object.data) <= int(params.data.max)`,
    );
  });
});

describe("policies and webhooks that make no sense are refused", () => {
  const hook = {
    name: "check.example.com",
    clientConfig: { service: { name: "s", namespace: "default" } },
    rules: RULES,
    sideEffects: "None",
    admissionReviewVersions: ["v1"],
  };
  const policy = { matchConstraints: { resourceRules: RULES }, validations: small };
  test.each<[string, object, string]>([
    [
      "validatingadmissionpolicies",
      { spec: {} },
      "[spec.matchConstraints: Required value, spec.validations: Required value: validations or auditAnnotations must be specified, spec.auditAnnotations: Required value: validations or auditAnnotations must be specified]",
    ],
    [
      "validatingadmissionpolicies",
      { spec: { ...policy, validations: [{ expression: "object.spec.replicas" }] } },
      'spec.validations[0].expression: Invalid value: "object.spec.replicas": must evaluate to bool',
    ],
    [
      "validatingadmissionpolicies",
      { spec: { ...policy, validations: [{ expression: "foo == 1" }] } },
      `spec.validations[0].expression: Invalid value: "foo == 1": compilation failed: ERROR: <input>:1:1: undeclared reference to 'foo' (in container '')\n | foo == 1\n | ^`,
    ],
    [
      "validatingadmissionpolicybindings",
      { spec: { policyName: "p" } },
      "spec.validationActions: Required value: at least one validation action is required",
    ],
    [
      "validatingwebhookconfigurations",
      { webhooks: [{ ...hook, name: "check" }] },
      'webhooks[0].name: Invalid value: "check": should be a domain with at least three segments separated by dots',
    ],
    [
      "mutatingwebhookconfigurations",
      { webhooks: [{ ...hook, sideEffects: undefined, timeoutSeconds: 31 }] },
      "[webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun, webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds]",
    ],
    [
      "validatingwebhookconfigurations",
      { webhooks: [{ ...hook, clientConfig: { url: "http://x" } }] },
      `webhooks[0].clientConfig.url: Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]`,
    ],
  ])("%s", (resource, body, text) => {
    const { ask } = startServer();
    const { message } = errorOf(ask("POST", `${ADMISSION}/${resource}`, { metadata: { name: "x" }, ...body }));
    expect(message?.slice(message.indexOf(" is invalid: ") + 13)).toBe(text);
  });
});

describe("a webhook that nobody answers", () => {
  const asked =
    'failed calling webhook "check.example.com": failed to call webhook: Post "https://hook.default.svc:443/check?timeout=10s"';
  const configure = (failurePolicy: string) => {
    const { ask } = startServer();
    const service = { name: "hook", namespace: "default", path: "/check" };
    const webhook = { name: "check.example.com", clientConfig: { service }, rules: RULES, sideEffects: "None" };
    const webhooks = [{ ...webhook, admissionReviewVersions: ["v1"], failurePolicy }];
    objectOf(ask("POST", `${ADMISSION}/validatingwebhookconfigurations`, { metadata: { name: "x" }, webhooks }));
    return ask;
  };

  test("stops what it is asked about", () => {
    const ask = configure("Fail");
    const failed = (why: string) => ({
      code: 500,
      reason: "InternalError",
      message: `Internal error occurred: ${asked}: ${why}`,
    });
    expect(errorOf(ask("POST", CMS, two))).toEqual(failed('service "hook" not found'));
    const spec = { clusterIP: "10.96.0.77", ports: [{ port: 443 }] };
    objectOf(ask("POST", "/api/v1/namespaces/default/services", { metadata: { name: "hook" }, spec }));
    expect(errorOf(ask("POST", CMS, two))).toEqual(failed("dial tcp 10.96.0.77:443: connect: connection refused"));
  });

  test("stops nothing where its failure is ignored", () => {
    expect(configure("Ignore")("POST", CMS, two).status).toBe(201);
  });
});
