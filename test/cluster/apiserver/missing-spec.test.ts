import { describe, expect, test } from "vitest";
import { errorOf, objectOf, startServer } from "./setup.ts";

describe("an object without a spec", () => {
  const refused: readonly [path: string, apiVersion: string, kind: string, text: string][] = [
    ["apis/apps/v1/namespaces/default/deployments", "apps/v1", "Deployment", "spec.selector: Required value"],
    ["apis/apps/v1/namespaces/default/statefulsets", "apps/v1", "StatefulSet", "spec.selector: Required value"],
    ["apis/batch/v1/namespaces/default/jobs", "batch/v1", "Job", "spec.template.spec.containers: Required value"],
    ["apis/batch/v1/namespaces/default/cronjobs", "batch/v1", "CronJob", "spec.schedule: Required value"],
    ["api/v1/namespaces/default/services", "v1", "Service", "spec.ports: Required value"],
    ["api/v1/persistentvolumes", "v1", "PersistentVolume", "spec.capacity: Required value"],
    [
      "apis/apiextensions.k8s.io/v1/customresourcedefinitions",
      "apiextensions.k8s.io/v1",
      "CustomResourceDefinition",
      'metadata.name: Invalid value: "a": must be spec.names.plural+"."+spec.group',
    ],
  ];

  test.each(refused)("%s is refused by its rules", (path, apiVersion, kind, text) => {
    const { ask } = startServer();
    const error = errorOf(ask("POST", `/${path}`, { apiVersion, kind, metadata: { name: "a" } }));
    expect(error.code).toBe(422);
    expect(error.message).toContain(text);
  });

  test("is kept with an empty one where nothing is required", () => {
    const { ask } = startServer();
    const body = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name: "a" } };
    const made = objectOf<{ spec: object }>(
      ask("POST", "/apis/policy/v1/namespaces/default/poddisruptionbudgets", body),
    );
    expect(made.spec).toEqual({});
  });
});
