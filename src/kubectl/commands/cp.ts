// Stands for kubectl cp: files travel as a tar archive through a tar program in the container.

import type { Pod } from "../../api/types.ts";
import { attachablePod, podPath } from "../attachable-pod.ts";
import type { Command, CommandContext } from "../command.ts";
import { defaultContainer } from "../container-choice.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, intFlag, stringFlag } from "../flags/flag.ts";
import { CommandError } from "../io.ts";
import { openConnection, streamQuery } from "../remote-command.ts";
import { collectInfos } from "../resource-builder.ts";
import { exchange } from "./cp/exchange.ts";
import { localTree, writeEntries } from "./cp/local-files.ts";
import { readTar, writeTar } from "./cp/tar.ts";

export const command: Command = {
  name: "cp",
  short: "Copy files and directories to and from containers",
  long: "Copy files and directories to and from containers. The container needs the program tar.",
  examples:
    "# A directory to a pod\nkubectl cp /tmp/foo_dir some-pod:/tmp/bar_dir\n\n# A file from a pod of another namespace\nkubectl cp some-namespace/some-pod:/tmp/foo /tmp/bar",
  usage: "cp <file-spec-src> <file-spec-dest>",
  flags: [
    stringFlag("container", "The container; without it the default one of the pod.", "", { shorthand: "c" }),
    boolFlag("no-preserve", "Do not keep owner and permissions in the container"),
    intFlag("retries", "How often to try again when a copy from a container fails."),
  ],
  run: copy,
};

interface FileSpec {
  readonly pod: string;
  readonly namespace: string;
  readonly path: string;
}

async function copy(context: CommandContext): Promise<void> {
  const [from, to, ...rest] = context.args;
  if (from === undefined || to === undefined || rest.length > 0)
    throw new KubectlError("source and destination are required");
  const [source, target] = [parseSpec(from), parseSpec(to)];
  if (source.pod !== "" && target.pod !== "")
    throw new KubectlError("one of src or dest must be a local file specification");
  if (source.path === "" || target.path === "") throw new KubectlError("filepath can not be empty");
  if (source.pod !== "") return copyFromPod(context, source, target.path);
  if (target.pod !== "") return copyToPod(context, source.path, target);
  throw new KubectlError("one of src or dest must be a remote file specification");
}

/** `pod:path`, `namespace/pod:path`, or a local path. */
function parseSpec(text: string): FileSpec {
  const colon = text.indexOf(":");
  if (colon === 0) throw new KubectlError("filespec must match the canonical format: [[namespace/]pod:]file/path");
  const local = { pod: "", namespace: "", path: text };
  if (colon === -1) return local;
  const [first = "", second, ...more] = text.slice(0, colon).split("/");
  if (more.length > 0) throw new KubectlError("filespec must match the canonical format: [[namespace/]pod:]file/path");
  if (first === "" || second === "") return local;
  const path = text.slice(colon + 1);
  return second === undefined ? { pod: first, namespace: "", path } : { namespace: first, pod: second, path };
}

async function copyToPod(context: CommandContext, path: string, target: FileSpec): Promise<void> {
  const { flags, io } = context;
  if (io.files.kind(path) === undefined) throw new KubectlError(`${path} doesn't exist in local filesystem`);
  const destination = target.path.length > 1 && target.path.endsWith("/") ? target.path.slice(0, -1) : target.path;
  const isDirectory = await run(context, target, ["test", "-d", destination], "").then(
    () => true,
    () => false,
  );
  const remote = isDirectory ? `${destination === "/" ? "" : destination}/${baseName(path)}` : destination;
  const archive = writeTar(localTree(io.files, path, baseName(remote)));
  const tar = flags.bool("no-preserve")
    ? ["tar", "--no-same-permissions", "--no-same-owner", "-xmf", "-"]
    : ["tar", "-xmf", "-"];
  const directory = directoryName(remote);
  await run(context, target, directory === "" ? tar : [...tar, "-C", directory], archive);
}

async function copyFromPod(context: CommandContext, source: FileSpec, destination: string): Promise<void> {
  const { io } = context;
  const archive = await run(context, source, ["tar", "cf", "-", source.path], undefined);
  const base = source.path.replace(/^\/+/, "").replace(/\/+$/, "");
  const target =
    io.files.kind(destination) === "directory" ? `${destination.replace(/\/$/, "")}/${baseName(base)}` : destination;
  const entries = readTar(archive);
  writeEntries(io.files, entries, base, target);
}

/** Runs a program in the container; answers with what it wrote on stdout. */
async function run(
  context: CommandContext,
  spec: FileSpec,
  words: readonly string[],
  input: string | undefined,
): Promise<string> {
  const { flags, io, session } = context;
  const pod = await podOf(context, spec);
  const container = flags.string("container") || defaultContainer(pod, io, false).name;
  const query = { command: words, ...streamQuery(container, { stdin: input !== undefined, tty: false }) };
  const connection = await openConnection(() => session.client.connect(podPath(pod, "exec"), query));
  // What goes wrong in the container is said among the results when files come from there.
  const complaints = words[0] === "test" ? undefined : input === undefined ? io.stdout : io.stderr;
  return exchange(io, connection, input, complaints);
}

async function podOf({ session }: CommandContext, { namespace, pod }: FileSpec): Promise<Pod> {
  if (namespace !== "")
    return (await session.client.get(`/api/v1/namespaces/${namespace}/pods/${pod}`)) as unknown as Pod;
  const [info] = await collectInfos(session, { args: ["pods", pod], latest: true });
  if (info?.object === undefined) throw new CommandError(`error: pod ${pod} was resolved to nothing\n`);
  return attachablePod(session, info.object, 0);
}

function baseName(path: string): string {
  return path.replace(/\/+$/, "").split("/").at(-1) ?? "";
}

function directoryName(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : slash === 0 ? "/" : path.slice(0, slash);
}
