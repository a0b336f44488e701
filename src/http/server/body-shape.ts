// Bodies that are small as text and monstrous as objects: nested without end, or YAML whose aliases multiply.

import { ApiError, badRequest, unsupported } from "../../api/status.ts";

/** No object of Kubernetes comes near; what nests deeper would only exhaust the stack of whoever reads it. */
const deepest = 500;
/** More than the largest body can hold without aliases. */
const most = 4_000_000;

/** @throws ApiError where the value is too deep or too large. Does not recurse, whatever the value does. */
export function checkShape(body: unknown): void {
  const waiting: { readonly value: object; readonly depth: number }[] = [];
  let seen = 0;
  const meet = (value: unknown, depth: number): void => {
    seen++;
    if (typeof value === "object" && value !== null) waiting.push({ value, depth });
  };
  meet(body, 1);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.depth > deepest) throw refused("it is nested too deeply");
    if (isStrange(next.value)) throw new ApiError(unsupported("fields with the name __proto__"));
    const children = Array.isArray(next.value) ? next.value : Object.values(next.value);
    for (const child of children) meet(child, next.depth + 1);
    if (seen > most) throw refused("its aliases make it too large");
  }
}

// In JavaScript that name is no field like others, but what an object takes its other fields from.
function isStrange(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Object.hasOwn(value, "__proto__") || (prototype !== Object.prototype && prototype !== Array.prototype);
}

function refused(why: string): ApiError {
  return new ApiError(badRequest(`the body of the request is not accepted: ${why}`));
}
