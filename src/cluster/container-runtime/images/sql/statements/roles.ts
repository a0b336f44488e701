// CREATE, ALTER and DROP of roles.
// Simplified: every role may do everything but make databases and roles; passwords are what tells them apart.

import { fail } from "../fault.ts";
import type { Outcome } from "../outcome.ts";
import { without } from "../state.ts";
import type { Statement } from "../syntax.ts";
import type { WorkingData } from "../working-data.ts";

export function changeRole(
  data: WorkingData,
  statement: Statement & { readonly kind: "create role" | "alter role" | "drop role" },
): Outcome {
  const { name } = statement;
  const existing = data.state.roles[name];
  if (name !== data.options.user) data.needSuperuser(`to ${statement.kind}`);
  if (statement.kind === "create role") {
    if (existing !== undefined && !statement.ifNotExists) fail({ kind: "role exists", name });
    const { password } = statement;
    const role = { name, isSuperuser: false, ...(password === undefined ? {} : { password }) };
    data.state = { ...data.state, roles: { ...data.state.roles, [name]: existing ?? role } };
    return { tag: "CREATE ROLE", count: 0 };
  }
  if (existing === undefined) {
    if (statement.kind === "alter role" || !statement.ifExists) fail({ kind: "no role", name });
    return { tag: "DROP ROLE", count: 0 };
  }
  const roles =
    statement.kind === "drop role"
      ? without(data.state.roles, name)
      : { ...data.state.roles, [name]: { ...existing, password: statement.password } };
  data.state = { ...data.state, roles };
  return { tag: statement.kind === "drop role" ? "DROP ROLE" : "ALTER ROLE", count: 0 };
}
