// Writes protobuf-facts.json: which field number carries what in each message of the Kubernetes API. A developer runs it by hand when
// the tutor moves to another version of Kubernetes; the build reads only what it wrote.
//
//   node scripts/protobuf-facts.mjs [PROGRAM]   PROGRAM: a kubectl, or any Go program that knows the API's types; kubectl on the PATH otherwise
//
// Go programs carry the descriptors of their messages, compressed with gzip, among their data. Messages of packages that PROGRAM does not
// have (kubectl knows nothing of CustomResourceDefinitions and APIServices) stay in the file as they are.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";

const VERSION = "v1.33.";
const FACTS = join(dirname(fileURLToPath(import.meta.url)), "protobuf-facts.json");
const ABOUT =
  "Facts of the Kubernetes v1.33 API: the messages of its protobuf form, each as its fields in the order of Go's struct: number, name, type. *T: Go has a pointer, so a zero is not an absence.";

/** The packages whose messages are kept, by the beginning of their protobuf name. */
const PACKAGES =
  /^k8s\.io\.(api\.(admissionregistration|apps|authentication|authorization|autoscaling|batch|certificates|coordination|core|discovery|events|flowcontrol|networking|node|policy|rbac|scheduling|storage)\.v[12]|apimachinery\.pkg\.(api\.resource|apis\.meta\.v1|runtime|util\.intstr)|metrics\.pkg\.apis\.metrics\.v1beta1|apiextensions_apiserver\.pkg\.apis\.apiextensions\.v1|kube_aggregator\.pkg\.apis\.apiregistration\.v1)$/;

/** `k8s.io.api.core.v1` is `core.v1`, as in schema-facts.json. */
function shortPackage(name) {
  return name.replace(/^k8s\.io\.(api\.|(\w+\.)?pkg\.(apis\.)?)/, "").replace(/^apis\./, "");
}

/** The fields of a protobuf message as [number, value]: a number for a varint, bytes for the rest. */
function fieldsOf(bytes) {
  const fields = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("cut off");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const take = (length) => {
    if (at + length > bytes.length) throw new Error("cut off");
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, wireType] = [Math.floor(tag / 8), tag % 8];
    if (wireType === 0) fields.push([number, varint()]);
    else if (wireType === 2) fields.push([number, take(varint())]);
    else if (wireType === 1 || wireType === 5) fields.push([number, take(wireType === 1 ? 8 : 4)]);
    else throw new Error(`wire type ${wireType}`);
  }
  return fields;
}

const all = (fields, number) => fields.filter(([each]) => each === number).map(([, value]) => value);
const one = (fields, number) => all(fields, number)[0];
const text = (fields, number) => Buffer.from(one(fields, number) ?? []).toString("utf8");

const GZIP = Buffer.from([0x1f, 0x8b, 0x08, 0x00]);
const GZIP_HEADER_LENGTH = 10;

/** The FileDescriptorProtos among the data of a Go program. */
function* descriptorsIn(program) {
  const data = readFileSync(program);
  for (let at = data.indexOf(GZIP); at >= 0; at = data.indexOf(GZIP, at + 1)) {
    const descriptor = inflate(data.subarray(at + GZIP_HEADER_LENGTH, at + 200_000));
    if (descriptor !== undefined) yield descriptor;
  }
}

/** What stands at this place, when it is a descriptor of Kubernetes. */
function inflate(bytes) {
  try {
    // Raw, since a member that follows at once would be taken for more of this one.
    const fields = fieldsOf(inflateRawSync(bytes, { maxOutputLength: 1_000_000 }));
    return PACKAGES.test(text(fields, 2)) ? fields : undefined;
  } catch {
    return undefined; // These bytes also occur by chance, and before other things.
  }
}

const SCALARS = { 1: "double", 3: "int64", 5: "int32", 8: "bool", 9: "string", 12: "bytes" };
const REPEATED = 3;
const GOGO_NULLABLE = 65001;
const MAP_ENTRY = 7;

/** `meta.v1.ObjectMeta`, `[]string`, `{}bytes`, `*int64`. */
function typeText(field, entries) {
  const entry = entries.get(text(field, 6).replace(/^.*\./, ""));
  if (entry !== undefined) {
    const [key, value] = all(entry, 2).map(fieldsOf);
    if (SCALARS[one(key, 5)] !== "string") throw new Error(`the map ${text(field, 1)} has keys that are no strings`);
    return `{}${typeText(value, new Map()).replace("*", "")}`;
  }
  const scalar = SCALARS[one(field, 5)];
  const type = scalar ?? messageName(text(field, 6));
  if (one(field, 4) === REPEATED) return `[]${type}`;
  const options = one(field, 8);
  const nullable = options === undefined || one(fieldsOf(options), GOGO_NULLABLE) !== 0;
  return nullable && scalar !== "bytes" ? `*${type}` : type;
}

function messageName(protobufName) {
  const [, packageName, name] = /^\.(.*)\.(\w+)$/.exec(protobufName) ?? [];
  if (name === undefined)
    throw new Error(`a field has a type that is neither a known scalar nor a message: ${protobufName}`);
  return `${shortPackage(packageName)}.${name}`;
}

/** The messages of a descriptor, as the lines of the facts. */
function messagesOf(descriptor) {
  const packageName = shortPackage(text(descriptor, 2));
  return all(descriptor, 4).map((bytes) => {
    const message = fieldsOf(bytes);
    const nested = all(message, 3).map(fieldsOf);
    const isMapEntry = (each) => one(each, 7) !== undefined && one(fieldsOf(one(each, 7)), MAP_ENTRY) === 1;
    const entries = new Map(nested.filter(isMapEntry).map((each) => [text(each, 1), each]));
    const fields = all(message, 2)
      .map(fieldsOf)
      .map((field) => `${one(field, 3)} ${text(field, 1)} ${typeText(field, entries)}`);
    return [`${packageName}.${text(message, 1)}`, fields.join(", ")];
  });
}

function kubectlOnPath() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const targets = folders.map((folder) => join(folder, "kubectl")).filter((file) => existsSync(file));
  const beside = targets.map((file) => dirname(realpathSync(file)));
  const candidates = [...folders, ...beside].flatMap((folder) => [
    join(folder, "kubectl.1.33"),
    join(folder, "kubectl"),
  ]);
  const found = candidates.find((file) => existsSync(file) && versionOf(file).startsWith(VERSION));
  if (found === undefined) throw new Error(`there is no kubectl ${VERSION}x on the PATH; name a program`);
  return found;
}

function versionOf(program) {
  const output = execFileSync(program, ["version", "--client", "--output=json"], { encoding: "utf8" });
  return JSON.parse(output).clientVersion.gitVersion;
}

const program = process.argv[2] ?? kubectlOnPath();
const found = new Map([...descriptorsIn(program)].flatMap(messagesOf));
if (found.size === 0) throw new Error(`${program} holds no descriptors of the Kubernetes API`);
const packageOf = (name) => name.replace(/\.\w+$/, "");
const foundPackages = new Set([...found.keys()].map(packageOf));
const before = existsSync(FACTS) ? JSON.parse(readFileSync(FACTS, "utf8")).messages : {};
const kept = Object.entries(before).filter(([name]) => !foundPackages.has(packageOf(name)));
const messages = [...kept, ...found].sort(([left], [right]) => (left < right ? -1 : 1));
const lines = messages.map(([name, fields]) => `    ${JSON.stringify(name)}: ${JSON.stringify(fields)}`);
writeFileSync(FACTS, `{\n  "//": ${JSON.stringify(ABOUT)},\n  "messages": {\n${lines.join(",\n")}\n  }\n}\n`);
console.log(`${found.size} messages of ${foundPackages.size} packages from ${program}`);
