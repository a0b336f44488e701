// Paths inside volumes may not lead out of them.

import { invalid } from "../field-error.ts";
import type { FieldError } from "../kind.ts";

export function validateBacksteps(path: string, field: string): FieldError[] {
  return path.split("/").includes("..") ? [invalid(field, path, "must not contain '..'")] : [];
}

export function validateRelativePath(path: string, field: string): FieldError[] {
  const errors = path.startsWith("/") ? [invalid(field, path, "must be a relative path")] : [];
  return [...errors, ...validateBacksteps(path, field)];
}

/** The name of a projected file: `..data` and its like belong to the kubelet. */
export function validateLocalPath(path: string, field: string): FieldError[] {
  const errors = validateRelativePath(path, field);
  if (path.startsWith("..") && !path.startsWith("../") && path !== "..") {
    errors.push(invalid(field, path, "must not start with '..'"));
  }
  return errors;
}
