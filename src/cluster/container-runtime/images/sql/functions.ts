// The functions that statements may call, besides aggregates.

import type { Environment } from "./environment.ts";
import { fail } from "./fault.ts";
import type { Expression } from "./syntax.ts";
import type { Value } from "./types.ts";

export function callFunction(
  call: Expression & { readonly kind: "call" },
  args: readonly Value[],
  environment: Environment,
): Value {
  const { flavor, user, database } = environment;
  const [first = null, second = null, third = null] = args;
  const text = first === null ? null : String(first);
  switch (call.name) {
    case "now":
    case "current_timestamp":
    case "localtimestamp":
    case "clock_timestamp":
      return timeNow(environment);
    case "current_date":
    case "curdate":
      return timeNow(environment).slice(0, 10);
    case "version":
      return environment.version;
    case "current_database":
    case "database":
    case "schema":
      return database ?? null;
    case "current_user":
    case "session_user":
      return flavor === "mysql" ? `${user}@%` : user;
    case "user":
      return `${user}@localhost`;
    case "inet_server_addr":
      return environment.address;
    case "pg_is_in_recovery":
      return false;
    case "set_config":
      return second;
    case "upper":
      return text?.toUpperCase() ?? null;
    case "lower":
      return text?.toLowerCase() ?? null;
    case "length":
    case "char_length":
      return text === null ? null : [...text].length;
    case "trim":
      return text?.trim() ?? null;
    case "coalesce":
    case "ifnull":
      return args.find((value) => value !== null) ?? null;
    case "concat":
      return flavor === "mysql" && args.includes(null) ? null : args.map((value) => value ?? "").join("");
    case "abs":
      return first === null ? null : Math.abs(Number(first));
    case "round":
      return first === null ? null : Number(Number(first).toFixed(Number(second ?? 0)));
    case "random":
    case "rand":
      return environment.random();
    case "gen_random_uuid":
    case "uuid":
      return uuid(environment);
    case "nextval":
      return environment.nextValue(sequenceName(text), call.at);
    case "setval":
      environment.setValue(sequenceName(text), Number(second), third !== false, call.at);
      return second;
    case "pg_sleep":
    case "sleep":
      return fail({ kind: "unsupported", what: `${call.name}()` });
    default:
      return fail({ kind: "no function", name: `${call.name}(${args.map(kindOf).join(", ")})`, at: call.at });
  }
}

/** `public.orders_id_seq` is `orders_id_seq`. */
function sequenceName(text: string | null): string {
  return (text ?? "").replace(/^public\./, "").replaceAll('"', "");
}

export function timeNow({ nowMs, flavor }: Pick<Environment, "nowMs" | "flavor">): string {
  const text = new Date(nowMs).toISOString().slice(0, 23).replace("T", " ");
  return flavor === "mysql" ? text.slice(0, 19) : `${text.replace(/\.?0+$/, "")}+00`;
}

function uuid({ random }: Environment): string {
  const digit = (): string => Math.floor(random() * 16).toString(16);
  return "xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx".replace(/x/g, digit);
}

function kindOf(value: Value): string {
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "numeric";
  return typeof value === "boolean" ? "boolean" : "unknown";
}
