// The rules that names, labels and annotations follow, with the words in which Kubernetes refuses the others.
// Each function answers with what is wrong: nothing when all is well.

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const PORT_NAME_CHARACTERS = /^[-a-z0-9]+$/;

const LABEL_TEXT =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const LABEL_1035_TEXT =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const SUBDOMAIN_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const QUALIFIED_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const LABEL_VALUE_TEXT =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

export function maxLengthError(length: number): string {
  return `must be no more than ${length} characters`;
}

/** `text (e.g. 'a',  or 'b', regex used for validation is '…')`: Kubernetes joins the examples just so. */
function regexError(text: string, regex: RegExp, ...examples: string[]): string {
  const quoted = examples.map((example) => `'${example}', `).join(" or ");
  return `${text} (e.g. ${quoted}regex used for validation is '${regex.source.slice(1, -1)}')`;
}

export function dns1123LabelErrors(value: string): string[] {
  const errors = value.length > 63 ? [maxLengthError(63)] : [];
  if (!LABEL.test(value)) {
    // A name that would do as a subdomain has only one fault: its dots.
    if (SUBDOMAIN.test(value)) errors.push("must not contain dots");
    else errors.push(regexError(LABEL_TEXT, LABEL, "my-name", "123-abc"));
  }
  return errors;
}

export function dns1035LabelErrors(value: string): string[] {
  const errors = value.length > 63 ? [maxLengthError(63)] : [];
  if (!LABEL_1035.test(value)) errors.push(regexError(LABEL_1035_TEXT, LABEL_1035, "my-name", "abc-123"));
  return errors;
}

export function dns1123SubdomainErrors(value: string): string[] {
  const errors = value.length > 253 ? [maxLengthError(253)] : [];
  if (!SUBDOMAIN.test(value)) errors.push(regexError(SUBDOMAIN_TEXT, SUBDOMAIN, "example.com"));
  return errors;
}

/** Names of roles and their bindings: anything that can stand as one segment of a path. */
export function pathSegmentErrors(value: string): string[] {
  if (value === "." || value === "..") return [`may not be '${value}'`];
  return ["/", "%"].filter((each) => value.includes(each)).map((each) => `may not contain '${each}'`);
}

/** Keys of labels and the like: `name` or `prefix/name`. */
export function qualifiedNameErrors(value: string): string[] {
  const parts = value.split("/");
  const examples = ["MyName", "my.name", "123-abc"];
  if (parts.length > 2) {
    const text = `a qualified name ${QUALIFIED_TEXT}`;
    return [
      `${regexError(text, QUALIFIED_PART, ...examples)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const errors: string[] = [];
  const name = parts[parts.length - 1] ?? "";
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (prefix === "") errors.push("prefix part must be non-empty");
  else if (prefix !== undefined) errors.push(...dns1123SubdomainErrors(prefix).map((text) => `prefix part ${text}`));
  if (name === "") errors.push("name part must be non-empty");
  else if (name.length > 63) errors.push(`name part ${maxLengthError(63)}`);
  if (!QUALIFIED_PART.test(name)) errors.push(`name part ${regexError(QUALIFIED_TEXT, QUALIFIED_PART, ...examples)}`);
  return errors;
}

export function labelValueErrors(value: string): string[] {
  const errors = value.length > 63 ? [maxLengthError(63)] : [];
  if (!LABEL_VALUE.test(value)) errors.push(regexError(LABEL_VALUE_TEXT, LABEL_VALUE, "MyValue", "my_value", "12345"));
  return errors;
}

/** Keys of ConfigMaps and Secrets. */
export function configKeyErrors(value: string): string[] {
  const errors = value.length > 253 ? [maxLengthError(253)] : [];
  if (!CONFIG_KEY.test(value)) {
    const text = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    errors.push(regexError(text, CONFIG_KEY, "key.name", "KEY_NAME", "key-name"));
  } else if (value === ".") errors.push("must not be '.'");
  else if (value === "..") errors.push("must not be '..'");
  else if (value.startsWith("..")) errors.push("must not start with '..'");
  return errors;
}

/** Names of ports, as IANA registers them for services. */
export function portNameErrors(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 15) errors.push("must be no more than 15 characters");
  if (!PORT_NAME_CHARACTERS.test(value))
    errors.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  if (!/[a-z]/.test(value)) errors.push("must contain at least one letter (a-z)");
  if (value.includes("--")) errors.push("must not contain consecutive hyphens");
  if (value.startsWith("-") || value.endsWith("-")) errors.push("must not begin or end with a hyphen");
  return errors;
}
