// Which functions and operators there are, and which types they take: cel-go's own, its extensions, and the libraries of Kubernetes.

import { BOOL, type CelType, listOf, mapOf, optionalOf, type Simple, simple } from "./types.ts";

export interface Signature {
  /** Called on a value, which is then the first of the arguments. */
  readonly isMember: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
}

const OPERATORS = `
_==_(A, A): bool
_!=_(A, A): bool
_<_(bool, bool): bool | _<_(int, int): bool | _<_(int, uint): bool | _<_(int, double): bool | _<_(uint, uint): bool | _<_(uint, int): bool | _<_(uint, double): bool | _<_(double, double): bool | _<_(double, int): bool | _<_(double, uint): bool | _<_(string, string): bool | _<_(bytes, bytes): bool | _<_(timestamp, timestamp): bool | _<_(duration, duration): bool
_+_(int, int): int | _+_(uint, uint): uint | _+_(double, double): double | _+_(string, string): string | _+_(bytes, bytes): bytes | _+_(list(A), list(A)): list(A) | _+_(timestamp, duration): timestamp | _+_(duration, timestamp): timestamp | _+_(duration, duration): duration
_-_(int, int): int | _-_(uint, uint): uint | _-_(double, double): double | _-_(timestamp, timestamp): duration | _-_(timestamp, duration): timestamp | _-_(duration, duration): duration
_*_(int, int): int | _*_(uint, uint): uint | _*_(double, double): double
_/_(int, int): int | _/_(uint, uint): uint | _/_(double, double): double
_%_(int, int): int | _%_(uint, uint): uint
-_(int): int | -_(double): double
!_(bool): bool
_&&_(bool, bool): bool
_||_(bool, bool): bool
_?_:_(bool, A, A): A
@in(A, list(A)): bool | @in(A, map(A, B)): bool
_[_](list(A), int): A | _[_](map(A, B), A): B | _[_](optional(list(A)), int): optional(A) | _[_](optional(map(A, B)), A): optional(B)
_[?_](list(A), int): optional(A) | _[?_](map(A, B), A): optional(B) | _[?_](optional(list(A)), int): optional(A) | _[?_](optional(map(A, B)), A): optional(B)
`;

const FUNCTIONS = `
size(string): int | size(bytes): int | size(list(A)): int | size(map(A, B)): int
string.size(): int | bytes.size(): int | list(A).size(): int | map(A, B).size(): int
type(A): type
dyn(A): dyn
bool(bool): bool | bool(string): bool
int(int): int | int(uint): int | int(double): int | int(string): int | int(timestamp): int | int(duration): int
uint(uint): uint | uint(int): uint | uint(double): uint | uint(string): uint
double(double): double | double(int): double | double(uint): double | double(string): double
string(string): string | string(bool): string | string(int): string | string(uint): string | string(double): string | string(bytes): string | string(timestamp): string | string(duration): string
bytes(bytes): bytes | bytes(string): bytes
timestamp(timestamp): timestamp | timestamp(string): timestamp | timestamp(int): timestamp
duration(duration): duration | duration(string): duration | duration(int): duration
string.contains(string): bool
string.startsWith(string): bool
string.endsWith(string): bool
string.matches(string): bool | matches(string, string): bool
timestamp.getFullYear(): int | timestamp.getFullYear(string): int
timestamp.getMonth(): int | timestamp.getMonth(string): int
timestamp.getDate(): int | timestamp.getDate(string): int
timestamp.getDayOfMonth(): int | timestamp.getDayOfMonth(string): int
timestamp.getDayOfWeek(): int | timestamp.getDayOfWeek(string): int
timestamp.getDayOfYear(): int | timestamp.getDayOfYear(string): int
timestamp.getHours(): int | timestamp.getHours(string): int | duration.getHours(): int
timestamp.getMinutes(): int | timestamp.getMinutes(string): int | duration.getMinutes(): int
timestamp.getSeconds(): int | timestamp.getSeconds(string): int | duration.getSeconds(): int
timestamp.getMilliseconds(): int | timestamp.getMilliseconds(string): int | duration.getMilliseconds(): int
string.charAt(int): string
string.indexOf(string): int | string.indexOf(string, int): int | list(A).indexOf(A): int
string.lastIndexOf(string): int | string.lastIndexOf(string, int): int | list(A).lastIndexOf(A): int
string.lowerAscii(): string
string.upperAscii(): string
string.trim(): string
string.reverse(): string
string.replace(string, string): string | string.replace(string, string, int): string
string.split(string): list(string) | string.split(string, int): list(string)
string.substring(int): string | string.substring(int, int): string
list(string).join(): string | list(string).join(string): string
string.format(list(dyn)): string
strings.quote(string): string
list(A).isSorted(): bool
list(A).sum(): A
list(A).min(): A
list(A).max(): A
string.find(string): string
string.findAll(string): list(string) | string.findAll(string, int): list(string)
sets.contains(list(A), list(A)): bool
sets.equivalent(list(A), list(A)): bool
sets.intersects(list(A), list(A)): bool
optional.of(A): optional(A)
optional.ofNonZeroValue(A): optional(A)
optional.none(): optional(A)
optional(A).hasValue(): bool
optional(A).value(): A
optional(A).or(optional(A)): optional(A)
optional(A).orValue(A): A
url(string): URL
isURL(string): bool
URL.getScheme(): string
URL.getHost(): string
URL.getHostname(): string
URL.getPort(): string
URL.getEscapedPath(): string
URL.getQuery(): map(string, list(string))
quantity(string): Quantity
isQuantity(string): bool
Quantity.sign(): int
Quantity.isInteger(): bool
Quantity.asInteger(): int
Quantity.asApproximateFloat(): double
Quantity.add(Quantity): Quantity | Quantity.add(int): Quantity
Quantity.sub(Quantity): Quantity | Quantity.sub(int): Quantity
Quantity.isGreaterThan(Quantity): bool | Semver.isGreaterThan(Semver): bool
Quantity.isLessThan(Quantity): bool | Semver.isLessThan(Semver): bool
Quantity.compareTo(Quantity): int | Semver.compareTo(Semver): int
ip(string): IP | CIDR.ip(): IP
isIP(string): bool
ip.isCanonical(string): bool
IP.family(): int
IP.isUnspecified(): bool
IP.isLoopback(): bool
IP.isLinkLocalMulticast(): bool
IP.isLinkLocalUnicast(): bool
IP.isGlobalUnicast(): bool
cidr(string): CIDR
isCIDR(string): bool
CIDR.containsIP(IP): bool | CIDR.containsIP(string): bool
CIDR.containsCIDR(CIDR): bool | CIDR.containsCIDR(string): bool
CIDR.masked(): CIDR
CIDR.prefixLength(): int
format.named(string): optional(Format)
format.dns1123Label(): Format
format.dns1123Subdomain(): Format
format.dns1035Label(): Format
format.qualifiedName(): Format
format.dns1123LabelPrefix(): Format
format.dns1123SubdomainPrefix(): Format
format.dns1035LabelPrefix(): Format
format.labelValue(): Format
format.uri(): Format
format.uuid(): Format
format.byte(): Format
format.date(): Format
format.datetime(): Format
Format.validate(string): optional(list(string))
semver(string): Semver | semver(string, bool): Semver
isSemver(string): bool | isSemver(string, bool): bool
Semver.major(): int
Semver.minor(): int
Semver.patch(): int
Authorizer.path(string): PathCheck
Authorizer.group(string): GroupCheck
Authorizer.serviceAccount(string, string): Authorizer
GroupCheck.resource(string): ResourceCheck
ResourceCheck.subresource(string): ResourceCheck
ResourceCheck.namespace(string): ResourceCheck
ResourceCheck.name(string): ResourceCheck
ResourceCheck.check(string): Decision | PathCheck.check(string): Decision
Decision.allowed(): bool
Decision.reason(): string
Decision.errored(): bool
Decision.error(): string
`;

/** Names that qualify functions, and are no values. */
export const NAMESPACES: ReadonlySet<string> = new Set(["strings", "sets", "optional", "format", "ip", "cel"]);

const OPAQUE: Readonly<Record<string, string>> = {
  URL: "kubernetes.URL",
  Quantity: "kubernetes.Quantity",
  IP: "net.IP",
  CIDR: "net.CIDR",
  Format: "kubernetes.NamedFormat",
  Semver: "kubernetes.Semver",
  Authorizer: "kubernetes.authorization.Authorizer",
  PathCheck: "kubernetes.authorization.PathCheck",
  GroupCheck: "kubernetes.authorization.GroupCheck",
  ResourceCheck: "kubernetes.authorization.ResourceCheck",
  Decision: "kubernetes.authorization.Decision",
};

let table: Map<string, Signature[]> | undefined;

/** All overloads of a function or operator; undefined where there is none of that name. */
export function signaturesOf(name: string): readonly Signature[] | undefined {
  table ??= parseTable(`${OPERATORS}${withOrder()}${FUNCTIONS}`);
  return table.get(name);
}

/** `<`, `>`, `<=` and `>=` take the same types. */
function withOrder(): string {
  const [line = ""] = OPERATORS.split("\n").filter((each) => each.startsWith("_<_"));
  return `\n${["_>_", "_<=_", "_>=_"].map((name) => line.replaceAll("_<_", name)).join("\n")}\n`;
}

function parseTable(text: string): Map<string, Signature[]> {
  const out = new Map<string, Signature[]>();
  for (const line of text.split("\n").filter((each) => each !== "")) {
    for (const signature of line.split(" | ")) {
      const { name, ...rest } = parseSignature(signature);
      out.set(name, [...(out.get(name) ?? []), rest]);
    }
  }
  return out;
}

function parseSignature(text: string): Signature & { readonly name: string } {
  const colon = text.lastIndexOf("): ");
  const result = parseType(text.slice(colon + 3));
  const head = text.slice(0, colon);
  const open = openingOf(head);
  const path = head.slice(0, open);
  const args = head.slice(open + 1) === "" ? [] : splitTypes(head.slice(open + 1)).map(parseType);
  const dot = receiverEnd(path);
  if (dot < 0) return { name: path, isMember: false, args, result };
  const receiver = path.slice(0, dot);
  // `ip.isCanonical` is a name with a dot in it, `optional(A).value` is called on an optional.
  if (NAMESPACES.has(receiver)) return { name: path, isMember: false, args, result };
  return { name: path.slice(dot + 1), isMember: true, args: [parseType(receiver), ...args], result };
}

/** The bracket that the arguments stand in: the last one that closes at the end. */
function openingOf(head: string): number {
  let depth = 1;
  for (let at = head.length - 1; at >= 0; at--) {
    if (head[at] === ")") depth++;
    if (head[at] === "(" && --depth === 0) return at;
  }
  throw new Error(`no arguments in ${head}`);
}

function receiverEnd(path: string): number {
  return path.startsWith("_") || path.startsWith("@") ? -1 : path.lastIndexOf(".");
}

function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "(") depth++;
    if (text[at] === ")") depth--;
    if (text[at] !== "," || depth > 0) continue;
    parts.push(text.slice(start, at));
    start = at + 1;
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

function parseType(text: string): CelType {
  const [, outer, inner = ""] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  const [first = "", second = ""] = splitTypes(inner);
  if (outer === "list") return listOf(parseType(first));
  if (outer === "optional") return optionalOf(parseType(first));
  if (outer === "map") return mapOf(parseType(first), parseType(second));
  if (/^[A-Z]$/.test(text)) return { kind: "any", name: text };
  const opaque = OPAQUE[text];
  if (opaque !== undefined) return { kind: "opaque", name: opaque };
  return text === "bool" ? BOOL : simple(text as Simple);
}
