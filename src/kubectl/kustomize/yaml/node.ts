// Stands for the nodes of YAML that kustomize works on: a scalar keeps the text and the type it was written with, a map the order of its keys.

export type YamlNode = ScalarNode | ListNode | MapNode;

export interface ScalarNode {
  readonly kind: "scalar";
  text: string;
  /** As `!!int`; empty where nothing says the type, so that the text does. */
  tag: string;
  /** Quoted, or a block of text: as long as its type agrees it is read back as a string. */
  quoted: boolean;
  /** How many lines of comments stand above it; errors count lines. */
  readonly commentsAbove?: number;
}

export interface ListNode {
  readonly kind: "list";
  items: YamlNode[];
  /** Written in brackets. */
  readonly flow: boolean;
}

export interface MapNode {
  readonly kind: "map";
  entries: MapEntry[];
  readonly flow: boolean;
}

export interface MapEntry {
  readonly key: ScalarNode;
  value: YamlNode;
}

export const STRING = "!!str";
const NULL = "!!null";

export function scalar(text: string, tag = ""): ScalarNode {
  return { kind: "scalar", text, tag, quoted: false };
}

export function stringScalar(text: string): ScalarNode {
  return scalar(text, STRING);
}

export function listNode(items: YamlNode[] = []): ListNode {
  return { kind: "list", items, flow: false };
}

export function mapNode(entries: MapEntry[] = []): MapNode {
  return { kind: "map", entries, flow: false };
}

/** Missing counts as null. */
export function isNull(node: YamlNode | undefined): boolean {
  return node === undefined || isTaggedNull(node);
}

export function isTaggedNull(node: YamlNode | undefined): boolean {
  return node?.kind === "scalar" && node.tag === NULL;
}

/** Missing, null, or a list or map without contents. */
export function isEmpty(node: YamlNode | undefined): boolean {
  if (node === undefined || isTaggedNull(node)) return true;
  if (node.kind === "list") return node.items.length === 0;
  return node.kind === "map" && node.entries.length === 0;
}

/** The text of a scalar; lists and maps have none. */
export function textOf(node: YamlNode | undefined): string {
  return node?.kind === "scalar" ? node.text : "";
}

/** The text of a scalar that is not null. */
export function textUnlessNull(node: YamlNode | undefined): string {
  return isNull(node) ? "" : textOf(node);
}

export function fieldOf(node: YamlNode | undefined, name: string): YamlNode | undefined {
  return node?.kind === "map" ? node.entries.find((entry) => entry.key.text === name)?.value : undefined;
}

/** Sets a field, which keeps the quotes it had; null takes it away. */
export function setField(map: MapNode, name: string, value: YamlNode | undefined): void {
  if (value === undefined || isTaggedNull(value)) {
    clearField(map, name);
    return;
  }
  const entry = map.entries.find((each) => each.key.text === name);
  if (entry === undefined) map.entries.push({ key: scalar(name), value });
  else if (value.kind !== "scalar") entry.value = value;
  else if (entry.value.kind === "scalar") overwrite(entry.value, value);
  else entry.value = { ...value, quoted: false };
}

/** Changes a scalar where it stands. Several places may share it (an anchor, labels that were set together): they change together. */
export function overwrite(node: ScalarNode, { text, tag }: Pick<ScalarNode, "text" | "tag">): ScalarNode {
  node.text = text;
  node.tag = tag;
  return node;
}

export function clearField(map: MapNode, name: string): void {
  const at = map.entries.findIndex((entry) => entry.key.text === name);
  if (at !== -1) map.entries.splice(at, 1);
}

/** The map at a field, made when it is missing or null. */
export function demandMap(parent: MapNode, name: string): MapNode {
  const entry = parent.entries.find((each) => each.key.text === name);
  if (entry?.value.kind === "map") return entry.value;
  const made = mapNode();
  if (entry === undefined) parent.entries.push({ key: scalar(name), value: made });
  else entry.value = made;
  return made;
}

export function copyNode<T extends YamlNode>(node: T): T;
export function copyNode(node: YamlNode): YamlNode {
  if (node.kind === "scalar") return { ...node };
  if (node.kind === "list") return { ...node, items: node.items.map((item) => copyNode(item)) };
  return { ...node, entries: node.entries.map(({ key, value }) => ({ key: { ...key }, value: copyNode(value) })) };
}
