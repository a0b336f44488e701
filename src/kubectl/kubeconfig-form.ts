// How the entries of a kubeconfig are written: which fields there are, in which order, and which are never left out.

export type FieldKind = "text" | "bool" | "bytes" | "list" | "any" | Form;

export interface FormField {
  readonly name: string;
  readonly kind: FieldKind;
  /** Written even when it is empty. */
  readonly always?: boolean;
  /** As `config set` calls it, where that is another name; undefined where it cannot be set that way. */
  readonly property?: string;
  /** The Go type of the value, or of the items of a list, where its kind does not say it. */
  readonly go?: string;
  /** What the items of a list look like that are no texts. */
  readonly items?: Form;
}

export type Form = readonly FormField[];

const text = (name: string, options: Partial<FormField> = {}): FormField => ({ name, kind: "text", ...options });

const EXTENSIONS: FormField = {
  name: "extensions",
  kind: "list",
  go: "v1.NamedExtension",
  items: [text("name"), { name: "extension", kind: "any" }],
};

const EXEC: Form = [
  text("command", { always: true }),
  { name: "args", kind: "list", always: true },
  { name: "env", kind: "list", always: true, go: "v1.ExecEnvVar", items: [text("name"), text("value")] },
  text("apiVersion"),
  text("installHint"),
  { name: "provideClusterInfo", kind: "bool", always: true },
  text("interactiveMode", { go: "v1.ExecInteractiveMode" }),
];

const AUTH_PROVIDER: Form = [
  text("name", { always: true }),
  { name: "config", kind: "any", always: true, go: "map[string]string" },
];

export const CLUSTER: Form = [
  text("server", { always: true }),
  text("tls-server-name"),
  { name: "insecure-skip-tls-verify", kind: "bool" },
  text("certificate-authority"),
  { name: "certificate-authority-data", kind: "bytes" },
  text("proxy-url"),
  { name: "disable-compression", kind: "bool" },
  EXTENSIONS,
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
  { name: "as-user-extra", kind: "any", property: "act-as-user-extra", go: "map[string][]string" },
  text("username"),
  text("password"),
  { name: "auth-provider", kind: AUTH_PROVIDER, go: "v1.AuthProviderConfig" },
  { name: "exec", kind: EXEC, go: "v1.ExecConfig" },
  EXTENSIONS,
];

export const CONTEXT: Form = [
  text("cluster", { always: true }),
  text("user", { always: true }),
  text("namespace"),
  EXTENSIONS,
];

export const PREFERENCES: Form = [{ name: "colors", kind: "bool" }, EXTENSIONS];

/** A whole kubeconfig. */
export function formOfConfig(): Form {
  const named = (part: string, item: string, form: Form, inner: string, listed: string): FormField => ({
    name: part,
    kind: "list",
    go: listed,
    items: [text("name"), { name: item, kind: form, go: inner }],
  });
  return [
    { name: "preferences", kind: PREFERENCES, go: "v1.Preferences" },
    named("clusters", "cluster", CLUSTER, "v1.Cluster", "v1.NamedCluster"),
    named("users", "user", USER, "v1.AuthInfo", "v1.NamedAuthInfo"),
    named("contexts", "context", CONTEXT, "v1.Context", "v1.NamedContext"),
    text("current-context"),
    EXTENSIONS,
  ];
}

export const FORMS = { clusters: CLUSTER, users: USER, contexts: CONTEXT } as const;

/** The entry with its fields in order, and without those that say nothing. */
export function formed(entry: Readonly<Record<string, unknown>>, form: Form): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { name, kind, always } of form) {
    const value = typeof kind === "object" && isMap(entry[name]) ? formed(entry[name], kind) : entry[name];
    if (!isEmpty(value)) result[name] = value;
    else if (always === true) result[name] = isMap(value) ? value : emptyOf(kind);
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
