// Stands for kubectl auth can-i: asks the API server whether the user may do something.

import type { AnyObject } from "../../../api/types.ts";
import type { Command, CommandContext } from "../../command.ts";
import { ConnectionError, KubectlError } from "../../errors.ts";
import { boolFlag, stringFlag } from "../../flags/flag.ts";
import { ALL_NAMESPACES_FLAG } from "../../flags/shared-flags.ts";
import { CommandError } from "../../io.ts";
import { listRules } from "./list.ts";

const RESOURCE_VERBS: readonly string[] = [
  "get",
  "list",
  "watch",
  "create",
  "update",
  "patch",
  "delete",
  "deletecollection",
  "use",
  "bind",
  "impersonate",
  "*",
  "approve",
  "sign",
  "escalate",
  "attest",
];
const PATH_VERBS: readonly string[] = ["get", "put", "post", "head", "options", "delete", "patch", "*"];
const TWO_ARGUMENTS =
  "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.";

export const command: Command = {
  name: "can-i",
  short: "Check whether an action is allowed",
  long: "Ask whether an action is allowed. VERB is a verb of the API, TYPE a resource; a NONRESOURCEURL begins with a slash.",
  examples:
    "# May I create pods in any namespace?\nkubectl auth can-i create pods --all-namespaces\n\n# May I read the log of pods?\nkubectl auth can-i get pods --subresource=log\n\n# What may I do in the namespace foo?\nkubectl auth can-i --list --namespace=foo\n\n# May this service account list pods?\nkubectl auth can-i list pods --as=system:serviceaccount:dev:foo -n prod",
  usage: "can-i VERB [TYPE | TYPE/NAME | NONRESOURCEURL]",
  flags: [
    ALL_NAMESPACES_FLAG,
    boolFlag("list", "Print all that is allowed."),
    boolFlag("no-headers", "With --list: print no header"),
    boolFlag("quiet", "Print nothing, just answer with the exit code.", false, { shorthand: "q" }),
    stringFlag("subresource", "A subresource such as pod/log or deployment/scale"),
  ],
  run: canI,
};

async function canI(context: CommandContext): Promise<void> {
  const { args, flags, io, session } = context;
  if (flags.bool("list")) {
    if (args.length !== 0) throw new KubectlError("list option must be specified with no arguments");
    if (flags.bool("quiet") || flags.bool("all-namespaces") || flags.string("subresource") !== "")
      throw new KubectlError(
        "list option can't be specified with neither quiet, all-namespaces nor subresource options",
      );
    return listRules(context);
  }
  const [verb, target] = args;
  if (verb === undefined || target === undefined || args.length > 2) throw new KubectlError(TWO_ARGUMENTS);
  const subresource = flags.string("subresource");
  if (target.startsWith("/") && subresource !== "")
    throw new KubectlError("--subresource can not be used with NonResourceURL");
  session.requireClientConfig();
  const spec = target.startsWith("/") ? pathSpec(context, verb, target) : await resourceSpec(context, verb, target);
  if (flags.bool("no-headers")) throw new KubectlError("--no-headers cannot be set without --list specified");
  const review = await session.client.create("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec,
  });
  const { allowed, text } = verdict(review);
  if (!flags.bool("quiet")) io.stdout.write(`${text}\n`);
  if (!allowed) throw new CommandError("");
}

function verdict(review: AnyObject): { allowed: boolean; text: string } {
  const {
    allowed = false,
    reason = "",
    evaluationError = "",
  } = (review.status ?? {}) as {
    allowed?: boolean;
    reason?: string;
    evaluationError?: string;
  };
  if (allowed) return { allowed, text: "yes" };
  return { allowed, text: ["no", reason, evaluationError].filter((part) => part !== "").join(" - ") };
}

function pathSpec({ io }: CommandContext, verb: string, path: string): object {
  if (!PATH_VERBS.includes(verb)) io.stderr.write(`Warning: verb '${verb}' is not a known verb\n\n`);
  return { nonResourceAttributes: { path, verb } };
}

async function resourceSpec(context: CommandContext, verb: string, target: string): Promise<object> {
  const { flags, io, session } = context;
  if (!RESOURCE_VERBS.includes(verb)) io.stderr.write(`Warning: verb '${verb}' is not a known verb\n\n`);
  const slash = target.indexOf("/");
  const type = slash === -1 ? target : target.slice(0, slash);
  const { group, resource, version } = await resourceOf(context, type);
  const name = slash === -1 ? "" : target.slice(slash + 1);
  const subresource = flags.string("subresource");
  const namespace = flags.bool("all-namespaces") ? "" : session.namespace;
  const set = (key: string, value: string) => (value === "" ? {} : { [key]: value });
  const attributes = {
    ...set("namespace", namespace),
    verb,
    ...set("group", group),
    ...set("version", version),
    resource,
  };
  return { resourceAttributes: { ...attributes, ...set("subresource", subresource), ...set("name", name) } };
}

async function resourceOf(
  context: CommandContext,
  type: string,
): Promise<{ group: string; resource: string; version: string }> {
  const { flags, io, session } = context;
  const [resource = "", ...groups] = type.split(".");
  const group = groups.join(".");
  if (resource === "*") return { group, resource, version: "" };
  try {
    const found = await session.mapper.resourceFor(type, 2);
    if (!found.namespaced && !flags.bool("all-namespaces")) {
      const inGroup = found.group === "" ? "" : ` in group '${found.group}'`;
      io.stderr.write(`Warning: resource '${found.resource}' is not namespace scoped${inGroup}\n\n`);
    }
    return { group: found.group, resource: found.resource, version: "" };
  } catch (error) {
    if (!(error instanceof KubectlError || error instanceof ConnectionError)) throw error;
    io.stderr.write(
      `Warning: the server doesn't have a resource type '${resource}'${group === "" ? "" : ` in group '${group}'`}\n\n`,
    );
    return { group, resource, version: "" };
  }
}
