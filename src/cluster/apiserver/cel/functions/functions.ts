// All functions by their names.

import { authorizerFunctions } from "./authorizer.ts";
import { coreFunctions } from "./core.ts";
import type { Implementation } from "./implementation.ts";
import { kubernetesFunctions } from "./kubernetes.ts";
import { listFunctions } from "./lists.ts";
import { stringFunctions } from "./strings.ts";

const libraries = [coreFunctions, stringFunctions, listFunctions, kubernetesFunctions, authorizerFunctions];

export function functionNamed(name: string): Implementation | undefined {
  for (const library of libraries) if (Object.hasOwn(library, name)) return library[name];
  return undefined;
}
