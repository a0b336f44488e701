// Stands for kubectl debug: an ephemeral container in a pod, a copy of a pod, or a pod on a node.

import type { AnyObject, Node, Pod } from "../../api/types.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, stringFlag, stringsFlag } from "../flags/flag.ts";
import { INVALID_IMAGE, isImageReference } from "../image-reference.ts";
import { visitInfos } from "../resource-builder.ts";
import { debugByCopy } from "./debug/copy.ts";
import { checkCustom, customContainer } from "./debug/custom.ts";
import { debugByEphemeralContainer } from "./debug/ephemeral.ts";
import { debugNode } from "./debug/node.ts";
import { attachToDebugger, type DebugTarget } from "./debug/session.ts";

const PROFILES: readonly string[] = ["legacy", "general", "baseline", "netadmin", "restricted", "sysadmin"];
const DEPRECATED =
  '--profile=legacy is deprecated and will be removed in the future. It is recommended to explicitly specify a profile, for example "--profile=general".';

export const command: Command = {
  name: "debug",
  short: "Create debugging sessions for troubleshooting workloads and nodes",
  long: "Look into what runs, from beside it.\n\n A pod gets an ephemeral container, or a copy of it is made with another image or command. For a node, a pod is made in its namespaces, with its files below /host.",
  examples:
    "# An ephemeral container with a shell\nkubectl debug mypod -it --image=busybox\n\n# One that sees the processes of another container\nkubectl debug mypod -it --image=busybox --target=app\n\n# A copy with a debugging container\nkubectl debug mypod -it --image=busybox --copy-to=my-debugger\n\n# A node\nkubectl debug node/mynode -it --image=busybox",
  usage: "debug (POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ]",
  flags: [
    boolFlag("arguments-only", "Take what follows -- as arguments, not as the command."),
    boolFlag("attach", "Attach to the container once it runs. The default with -i."),
    stringFlag("container", "The name of the debug container.", "", { shorthand: "c" }),
    stringFlag("copy-to", "Make a copy of the pod with this name."),
    stringFlag("custom", "A file with a partial container for the debug container."),
    { name: "env", kind: "pairs", usage: "Environment variables of the container." },
    stringsFlag("filename", "identifying the resource to debug", [], { shorthand: "f" }),
    stringFlag("image", "The image of the debug container."),
    stringFlag("image-pull-policy", "The image pull policy of the container."),
    boolFlag("keep-annotations", "Keep the annotations of the copied pod."),
    boolFlag("keep-init-containers", "Keep the init containers of the copied pod.", true),
    boolFlag("keep-labels", "Keep the labels of the copied pod."),
    boolFlag("keep-liveness", "Keep the liveness probes of the copied pod."),
    boolFlag("keep-readiness", "Keep the readiness probes of the copied pod."),
    boolFlag("keep-startup", "Keep the startup probes of the copied pod."),
    stringFlag(
      "profile",
      'What the debug container may do: "legacy", "general", "baseline", "netadmin", "restricted" or "sysadmin".',
      "legacy",
    ),
    boolFlag("quiet", "Print no messages.", false, { shorthand: "q" }),
    boolFlag("replace", "With --copy-to: delete the original pod."),
    boolFlag("same-node", "With --copy-to: keep the copy on the same node."),
    { name: "set-image", kind: "pairs", usage: "With --copy-to: images to change, as name=image." },
    boolFlag("share-processes", "With --copy-to: let the containers see each other's processes.", true),
    boolFlag("stdin", "Keep stdin open on the container.", false, { shorthand: "i" }),
    stringFlag("target", "With an ephemeral container: the container whose processes it sees."),
    boolFlag("tty", "Give the container a TTY.", false, { shorthand: "t" }),
  ],
  run: debug,
};

async function debug(context: CommandContext): Promise<void> {
  const { args, argsBeforeDash, flags, io, session } = context;
  const names = argsBeforeDash === -1 ? args : args.slice(0, argsBeforeDash);
  const words = argsBeforeDash === -1 ? [] : args.slice(argsBeforeDash);
  checkFlags(context, names, words);
  if (flags.string("profile") === "legacy") io.stderr.write(`${DEPRECATED}\n`);
  const named = names.map((name) => (name.includes("/") ? name : `pods/${name}`));
  await visitInfos(session, { args: named, filenames: flags.strings("filename"), latest: true }, async (info) => {
    const target = await start(context, info.object as AnyObject, words);
    const attaches = flags.changed("attach") ? flags.bool("attach") : flags.bool("stdin");
    if (attaches && target.container !== "") await attachToDebugger(context, target);
  });
}

function start(context: CommandContext, object: AnyObject, words: readonly string[]): Promise<DebugTarget> {
  if (object.kind === "Node") return debugNode(context, object as unknown as Node, words);
  if (object.kind !== "Pod")
    throw new KubectlError(`"${groupVersionOf(object)}, Kind=${object.kind}" not supported by debug`);
  const pod = object as unknown as Pod;
  return context.flags.string("copy-to") === ""
    ? debugByEphemeralContainer(context, pod, words)
    : debugByCopy(context, pod, words);
}

function announceTarget({ flags, io }: CommandContext): void {
  const target = flags.string("target");
  if (target === "" || flags.bool("quiet")) return;
  io.stdout.write(
    `Targeting container "${target}". If you don't see processes from this container it may be because the container runtime doesn't support this feature.\n`,
  );
}

/** `apps/v1`, and `/v1` for the core group. */
function groupVersionOf({ apiVersion }: AnyObject): string {
  return apiVersion.includes("/") ? apiVersion : `/${apiVersion}`;
}

const PULL_POLICIES: readonly string[] = ["", "Always", "IfNotPresent", "Never"];

function checkFlags(context: CommandContext, names: readonly string[], words: readonly string[]): void {
  const { flags } = context;
  const image = flags.string("image");
  if (!PROFILES.includes(flags.string("profile")))
    throw new KubectlError(`unknown profile: ${flags.string("profile")}`);
  const custom = customContainer(context);
  if (flags.changed("attach") && flags.bool("attach") && image === "" && flags.string("container") === "")
    throw new KubectlError("you must specify --container or create a new container using --image in order to attach.");
  checkCopyFlags(context, words);
  if (image !== "" && !isImageReference(image))
    throw new KubectlError(`invalid image name "${image}": ${INVALID_IMAGE}`);
  if (names.length === 0 && flags.strings("filename").length === 0)
    throw new KubectlError("NAME or filename is required for debug");
  const policy = flags.string("image-pull-policy");
  if (!PULL_POLICIES.includes(policy)) throw new KubectlError(`invalid image pull policy: ${policy}`);
  for (const [name = "", setImage = ""] of flags.strings("set-image").map((pair) => pair.split("=")))
    if (!isImageReference(setImage))
      throw new KubectlError(`invalid image name "${setImage}" for container "${name}": ${INVALID_IMAGE}`);
  if (flags.string("target") !== "" && flags.string("copy-to") !== "")
    throw new KubectlError("--target is incompatible with --copy-to. Use --share-processes instead.");
  announceTarget(context);
  if (flags.bool("tty") && !flags.bool("stdin"))
    throw new KubectlError("-i/--stdin is required for containers with -t/--tty=true");
  if (custom !== undefined) checkCustom(custom);
}

function checkCopyFlags({ flags }: CommandContext, words: readonly string[]): void {
  const image = flags.string("image");
  const setImages = flags.strings("set-image");
  if (flags.string("copy-to") !== "") {
    if (image === "" && setImages.length === 0 && words.length === 0)
      throw new KubectlError("you must specify --image, --set-image or command arguments.");
    if (words.length > 0 && flags.string("container") === "" && image === "")
      throw new KubectlError("you must specify an existing container or a new image when specifying args.");
    return;
  }
  for (const name of ["replace", "same-node"])
    if (flags.bool(name)) throw new KubectlError(`--${name} may only be used with --copy-to.`);
  if (setImages.length > 0) throw new KubectlError("--set-image may only be used with --copy-to.");
  if (image === "") throw new KubectlError("you must specify --image when not using --copy-to.");
}
