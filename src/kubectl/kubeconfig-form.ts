// How the entries of a kubeconfig are written: which fields there are, in which order, and which are never left out.

export type FieldKind = "text" | "bool" | "bytes" | "list" | "any" | Form;

export interface FormField {
  readonly name: string;
  readonly kind: FieldKind;
  /** Written even when it is empty. */
  readonly always?: boolean;
  /** As `config set` calls it, where that is another name; undefined where it cannot be set that way. */
  readonly property?: string;
}

export type Form = readonly FormField[];

const text = (name: string, options: Partial<FormField> = {}): FormField => ({ name, kind: "text", ...options });

const EXEC: Form = [
  text("command", { always: true }),
  { name: "args", kind: "list", always: true },
  { name: "env", kind: "list", always: true },
  text("apiVersion"),
  text("installHint"),
  { name: "provideClusterInfo", kind: "bool", always: true },
  text("interactiveMode"),
];

const AUTH_PROVIDER: Form = [text("name", { always: true }), { name: "config", kind: "any", always: true }];

export const CLUSTER: Form = [
  text("server", { always: true }),
  text("tls-server-name"),
  { name: "insecure-skip-tls-verify", kind: "bool" },
  text("certificate-authority"),
  { name: "certificate-authority-data", kind: "bytes" },
  text("proxy-url"),
  { name: "disable-compression", kind: "bool" },
  { name: "extensions", kind: "any" },
];

export const USER: Form = [
  text("client-certificate"),
  { name: "client-certificate-data", kind: "bytes" },
  text("client-key"),
  { name: "client-key-data", kind: "bytes" },
  text("token"),
  text("tokenFile"),
  text("as", { property: "act-as" }),
  text("as-uid", { property: "act-as-uid" }),
  { name: "as-groups", kind: "list", property: "act-as-groups" },
  { name: "as-user-extra", kind: "any", property: "act-as-user-extra" },
  text("username"),
  text("password"),
  { name: "auth-provider", kind: AUTH_PROVIDER },
  { name: "exec", kind: EXEC },
  { name: "extensions", kind: "any" },
];

export const CONTEXT: Form = [
  text("cluster", { always: true }),
  text("user", { always: true }),
  text("namespace"),
  { name: "extensions", kind: "any" },
];

export const PREFERENCES: Form = [
  { name: "colors", kind: "bool" },
  { name: "extensions", kind: "any" },
];

export const FORMS = { clusters: CLUSTER, users: USER, contexts: CONTEXT } as const;

/** The entry with its fields in order, and without those that say nothing. */
export function formed(entry: Readonly<Record<string, unknown>>, form: Form): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, kind, always } of form) {
    const value = typeof kind === "object" && isMap(entry[name]) ? formed(entry[name], kind) : entry[name];
    if (!isEmpty(value)) result[name] = value;
    else if (always === true) result[name] = emptyOf(kind);
  }
  return result;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isMap(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "" || value === false;
}

function emptyOf(kind: FieldKind): unknown {
  if (kind === "text") return "";
  return kind === "bool" ? false : null;
}
