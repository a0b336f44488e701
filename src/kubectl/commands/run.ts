// Stands for kubectl run: one pod, and if wanted a session with it.

import { goQuote } from "../../api/go-values.ts";
import type { AnyObject, Pod } from "../../api/types.ts";
import { runningTimeout } from "../attachable-pod.ts";
import { RECORD_FLAG, withChangeCause } from "../change-cause.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../errors.ts";
import { boolFlag, durationFlag, intFlag, stringArrayFlag, stringFlag } from "../flags/flag.ts";
import { fieldManagerFlag, filenameFlags } from "../flags/shared-flags.ts";
import { INVALID_IMAGE, isImageReference } from "../image-reference.ts";
import { withSavedConfig } from "../last-applied.ts";
import { OVERRIDE_FLAGS, overridden } from "../overrides.ts";
import {
  DRY_RUN_FLAG,
  type DryRun,
  dryRunOf,
  dryRunQuery,
  objectPrinter,
  PRINT_FLAGS,
} from "../printers/print-flags.ts";
import { requirePathSegment } from "../rest-mapper.ts";
import { generatePod, generateService } from "./run/generate.ts";
import { attachToNewPod, waitForExit } from "./run/session.ts";

export const command: Command = {
  name: "run",
  short: "Run a particular image on the cluster",
  long: "Make a pod that runs an image.",
  examples:
    '# A pod\nkubectl run nginx --image=nginx\n\n# With a port, environment and labels\nkubectl run hazelcast --image=hazelcast/hazelcast --port=5701 --env="DNS_DOMAIN=cluster" --labels="app=hazelcast,env=prod"\n\n# Only print what would be made\nkubectl run nginx --image=nginx --dry-run=client -o yaml\n\n# A shell that is not restarted when it ends\nkubectl run -i -t busybox --image=busybox --restart=Never\n\n# Another command\nkubectl run nginx --image=nginx --command -- <cmd> <arg1> ... <argN>',
  usage:
    'run NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] [--overrides=inline-json] [--command] -- [COMMAND] [args...]',
  flags: [
    RECORD_FLAG,
    ...PRINT_FLAGS,
    stringArrayFlag("annotations", "Annotations of the pod."),
    boolFlag("attach", "Wait for the pod, then attach to it. The default with -i."),
    stringFlag("cascade", "How dependents are deleted with --rm.", "background", { bare: "background" }),
    boolFlag("command", "Take the arguments as the command instead of its arguments."),
    DRY_RUN_FLAG,
    stringArrayFlag("env", "Environment variables of the container."),
    boolFlag("expose", "Make a ClusterIP service for the pod too. Needs --port."),
    fieldManagerFlag("kubectl-run"),
    ...filenameFlags("to use to replace the resource."),
    boolFlag("force", "Delete at once."),
    intFlag("grace-period", "Seconds for the pod to end.", -1),
    stringFlag("image", "The image of the container.", "", { required: true }),
    stringFlag("image-pull-policy", "The image pull policy of the container."),
    stringFlag("labels", "Labels of the pod, separated by commas.", "", { shorthand: "l" }),
    boolFlag("leave-stdin-open", "With --attach or --stdin: keep stdin open after the first attach ends."),
    ...OVERRIDE_FLAGS,
    durationFlag("pod-running-timeout", "How long to wait until a pod is running", 60_000),
    stringFlag("port", "The port that the container listens on."),
    boolFlag("privileged", "Run the container in privileged mode."),
    boolFlag("quiet", "Print no prompts.", false, { shorthand: "q" }),
    stringFlag("restart", "The restart policy of the pod: Always, OnFailure or Never.", "Always"),
    boolFlag("rm", "Delete the pod after the session. Only for attached containers."),
    boolFlag("save-config", "Keep the configuration in an annotation, for kubectl apply."),
    boolFlag("stdin", "Keep stdin open on the container.", false, { shorthand: "i" }),
    durationFlag("timeout", "How long to wait for a deletion."),
    boolFlag("tty", "Give the container a TTY.", false, { shorthand: "t" }),
    boolFlag("wait", "Wait until deleted things are gone."),
  ],
  run,
};

async function run(context: CommandContext): Promise<void> {
  const { flags, io } = context;
  const name = podName(context);
  context.session.requireClientConfig();
  const dryRun = dryRunOf(flags, io);
  const attached = isAttached(context);
  checkFlags(context, dryRun, attached);
  const pod = overridden(generatePod(name, context), flags);
  const service = flags.bool("expose") ? generateService(name, pod, flags) : undefined;
  const made: AnyObject[] = [];
  for (const object of service === undefined ? [pod] : [service, pod]) made.push(await create(context, object, dryRun));
  if (!attached) {
    const printer = objectPrinter(context, "created", dryRun, true);
    for (const object of made) {
      printer.print(object);
      if (object.kind === "Service" && flags.string("output").toLowerCase() === "yaml") io.stdout.write("---\n");
    }
    return;
  }
  try {
    await attach(context, made.at(-1) as AnyObject);
  } finally {
    if (flags.bool("rm")) for (const object of made) await remove(context, object);
  }
}

function podName({ args, argsBeforeDash, path }: CommandContext): string {
  const [name] = argsBeforeDash === 0 ? [] : args;
  if (name === undefined) throw usageError(path, "NAME is required for run");
  return name;
}

function isAttached({ flags }: CommandContext): boolean {
  return flags.changed("attach") ? flags.bool("attach") : flags.bool("stdin") || flags.bool("tty");
}

function checkFlags(context: CommandContext, dryRun: DryRun, attached: boolean): void {
  const { flags, path } = context;
  runningTimeout(context);
  const image = flags.string("image");
  if (flags.bool("tty") && !flags.bool("stdin"))
    throw usageError(path, "-i/--stdin is required for containers with -t/--tty=true");
  if (flags.bool("expose") && flags.string("port") === "")
    throw usageError(path, "--port must be set when exposing a service");
  if (image === "") throw new KubectlError("--image is required");
  const imageError = invalidImage(image);
  if (imageError !== undefined) throw new KubectlError(`Invalid image name ${goQuote(image)}: ${imageError}`);
  if (attached && dryRun !== "none") {
    throw usageError(
      path,
      "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
    );
  }
  if (flags.bool("rm") && !attached) throw usageError(path, "--rm should only be used for attached containers");
  const restart = flags.string("restart");
  if (!["Always", "OnFailure", "Never"].includes(restart)) throw usageError(path, `invalid restart policy: ${restart}`);
  const policy = flags.string("image-pull-policy");
  if (!["", "Always", "IfNotPresent", "Never"].includes(policy))
    throw usageError(path, `invalid image pull policy: ${policy}`);
}

function invalidImage(image: string): string | undefined {
  return isImageReference(image) ? undefined : INVALID_IMAGE;
}

async function create(context: CommandContext, object: AnyObject, dryRun: DryRun): Promise<AnyObject> {
  const { flags, session } = context;
  // kubectl asks the server for its kinds even where nothing is sent.
  await session.mapper.resourceOfKind(object.apiVersion, object.kind);
  const recorded = withChangeCause(context, object);
  if (dryRun === "client") return recorded;
  const annotated = flags.bool("save-config") ? withSavedConfig(recorded) : recorded;
  const namespace = annotated.metadata.namespace || session.namespace;
  requirePathSegment("namespace", namespace);
  const plural = object.kind === "Service" ? "services" : "pods";
  const query = { ...dryRunQuery(dryRun), fieldManager: flags.string("field-manager") };
  return session.client.create(`/api/v1/namespaces/${namespace}/${plural}`, annotated, query);
}

async function attach(context: CommandContext, object: AnyObject): Promise<void> {
  const pod = object as unknown as Pod;
  await attachToNewPod(context, pod);
  if (context.flags.bool("leave-stdin-open") || pod.spec.restartPolicy === "Always") return;
  await waitForExit(context, pod);
}

async function remove({ flags, io, session }: CommandContext, object: AnyObject): Promise<void> {
  const { name, namespace = "" } = object.metadata;
  const plural = object.kind === "Service" ? "services" : "pods";
  const seconds = flags.bool("force") ? 0 : flags.int("grace-period");
  const body = { propagationPolicy: "Background", ...(seconds >= 0 ? { gracePeriodSeconds: seconds } : {}) };
  await session.client.delete(`/api/v1/namespaces/${namespace}/${plural}/${name}`, body);
  if (!flags.bool("quiet")) io.stdout.write(`${object.kind.toLowerCase()} "${name}" deleted\n`);
}
