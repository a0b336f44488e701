// Stands for kubectl wait: waits for a condition, a value, the creation or the deletion of objects.

import { goQuote, goValue } from "../../api/go-values.ts";
import { findResults } from "../../api/jsonpath/find.ts";
import { JsonPathError, parseJsonPath } from "../../api/jsonpath/parse.ts";
import type { AnyObject } from "../../api/types.ts";
import type { Command, CommandContext } from "../command.ts";
import { isStatus, KubectlError, throwAll } from "../errors.ts";
import { boolFlag, durationFlag, stringFlag } from "../flags/flag.ts";
import { ALL_NAMESPACES_FLAG, FIELD_SELECTOR_FLAG, filenameFlags, SELECTOR_FLAG } from "../flags/shared-flags.ts";
import type { BuilderOptions, Info } from "../info.ts";
import { CommandError } from "../io.ts";
import { relaxedJsonPath } from "../jsonpath/relaxed.ts";
import { objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { collectInfos, fetchTarget, flatErrors } from "../resource-builder.ts";
import type { Session } from "../session.ts";
import { resolveTargets, type Target } from "../targets.ts";
import { currentObject, waitForObject, waitName } from "../waiting.ts";

export const command: Command = {
  name: "wait",
  short: "Experimental: Wait for a specific condition on one or many resources",
  long: `Experimental: Wait for a specific condition on one or many resources.

The command takes multiple resources and waits until the specified condition is seen in the Status field of every given resource.

Alternatively, it waits until the given set of resources is created or deleted, with "create" or "delete" as the value of --for, or until a field has a value, with "jsonpath".`,
  examples: `# Wait for the pod "web" to be ready
kubectl wait --for=condition=Ready pod/web

# The default value of status condition is true; wait for another one
kubectl wait --for=condition=Ready=false pod/web

# Wait for the pod "web" to be Running
kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web

# Wait for the pod "web" to be deleted, with a timeout of 60s
kubectl wait --for=delete pod/web --timeout=60s`,
  usage:
    "wait ([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  flags: [
    ...PRINT_FLAGS,
    ...filenameFlags("identifying the resource.", true).filter((flag) => flag.name !== "kustomize"),
    ALL_NAMESPACES_FLAG,
    SELECTOR_FLAG,
    FIELD_SELECTOR_FLAG,
    boolFlag("all", "Select all resources in the namespace of the specified resource types"),
    stringFlag(
      "for",
      "The condition to wait on: [create|delete|condition=condition-name[=condition-value]|jsonpath='{JSONPath expression}'=[JSONPath value]]. The default condition-value is true.",
    ),
    boolFlag("local", "If true, annotation will NOT contact api-server but run locally."),
    durationFlag(
      "timeout",
      "The length of time to wait before giving up. Zero means check once and don't wait, negative means wait for a week.",
      30_000,
    ),
  ],
  interrupted: () => 1,
  run,
};

const A_WEEK_MS = 7 * 24 * 3600 * 1000;

type Test = (object: AnyObject | undefined) => boolean;

async function run(context: CommandContext): Promise<void> {
  const { flags, session, io, args } = context;
  const wanted = flags.string("for");
  session.requireClientConfig();
  const test = testOf(wanted);
  const timeout = flags.duration("timeout");
  const limit = timeout < 0 ? A_WEEK_MS : timeout;
  const options: BuilderOptions = {
    args,
    filenames: flags.strings("filename"),
    recursive: flags.bool("recursive"),
    labelSelector: flags.string("selector"),
    fieldSelector: flags.string("field-selector"),
    all: flags.bool("all"),
    allNamespaces: flags.bool("all-namespaces"),
    latest: true,
  };
  if (wanted.toLowerCase() === "create") await created(context, options, limit);
  const waiting: Waiting = {
    test,
    forDelete: wanted.toLowerCase() === "delete",
    once: timeout === 0,
    deadline: io.now() + limit,
  };
  const printer = objectPrinter(context, "condition met");
  const { targets, errors, refused = [] } = await resolveTargets(session, options);
  const failures: Error[] = [...refused];
  let count = 0;
  for (const target of targets) {
    const infos = await collected(failures, () => found(context, target, options, waiting));
    for (const info of infos ?? []) {
      count += 1;
      const object = await collected(failures, () => waitFor(context, info, waiting));
      if (object !== undefined) printer.print(object);
    }
  }
  throwAll([...failures, ...errors]);
  if (count === 0 && !waiting.forDelete) throw new KubectlError("no matching resources found");
}

interface Waiting {
  readonly test: Test;
  readonly forDelete: boolean;
  /** Look once instead of waiting. */
  readonly once: boolean;
  readonly deadline: number;
}

/** What `work` gives; what it throws is kept for later, and the rest goes on. */
async function collected<T>(failures: Error[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    failures.push(...flatErrors(error));
    return undefined;
  }
}

async function found(
  { session }: CommandContext,
  target: Target,
  options: BuilderOptions,
  { forDelete }: Waiting,
): Promise<readonly Info[]> {
  try {
    return await fetchTarget(session, target, options);
  } catch (error) {
    if (forDelete && isStatus(error, "NotFound")) return [];
    throw error;
  }
}

async function waitFor({ session, io }: CommandContext, info: Info, waiting: Waiting): Promise<AnyObject> {
  const { test, forDelete, once, deadline } = waiting;
  const before = info.object as AnyObject;
  if (once) {
    const object = await currentObject(session, info);
    if (test(object)) return object ?? before;
    throw new KubectlError(`condition not met for ${waitName(info)}`);
  }
  if (io.now() >= deadline) {
    // A deletion begins with another look at the object, for which there is no time any more.
    const tooLate = forDelete
      ? "client rate limiter Wait returned an error: context deadline exceeded"
      : `timed out waiting for the condition on ${waitName(info)}`;
    throw new KubectlError(tooLate);
  }
  return (await waitForObject(session, info, deadline - io.now(), test)) ?? before;
}

const POLL_MS = 500;

/** Resolves as soon as one of the objects is there. */
async function created({ session, io }: CommandContext, options: BuilderOptions, limit: number): Promise<void> {
  const deadline = io.now() + limit;
  for (;;) {
    if (await isThere(session, options)) return;
    if (io.now() >= deadline || io.interrupted.aborted) throw new KubectlError("timed out waiting for the condition");
    await io.sleep(Math.min(POLL_MS, deadline - io.now()));
  }
}

async function isThere(session: Session, options: BuilderOptions): Promise<boolean> {
  try {
    return (await collectInfos(session, options)).length > 0;
  } catch (error) {
    if (flatErrors(error).every((each) => isStatus(each, "NotFound"))) return false;
    throw error;
  }
}

function testOf(wanted: string): Test {
  const lower = wanted.toLowerCase();
  if (lower === "delete") return (object) => object === undefined;
  if (lower === "create") return (object) => object !== undefined;
  if (lower.startsWith("condition=")) return conditionTest(wanted.slice("condition=".length));
  if (lower.startsWith("jsonpath=")) return jsonPathTest(wanted.slice("jsonpath=".length));
  throw new KubectlError(`unrecognized condition: ${goQuote(wanted)}`);
}

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly observedGeneration?: number;
}

function conditionTest(text: string): Test {
  const [type = "", value = "true"] = text.split(/=(.*)/s);
  return (object) => {
    const status = object?.status as { conditions?: readonly Condition[]; observedGeneration?: number } | undefined;
    const condition = status?.conditions?.find((each) => each.type?.toLowerCase() === type.toLowerCase());
    if (condition === undefined) return false;
    const observed = condition.observedGeneration ?? status?.observedGeneration;
    const { generation } = object?.metadata ?? {};
    if (observed !== undefined && generation !== undefined && observed < generation) return false;
    return condition.status?.toLowerCase() === value.toLowerCase();
  };
}

function jsonPathTest(text: string): Test {
  const match = /^('?)(\{.*\}|[^=]*)\1(?:=(.*))?$/s.exec(text);
  const expression = match?.[2] ?? "";
  const value = match?.[3];
  if (expression === "") throw new KubectlError("jsonpath expression cannot be empty");
  if (value === "")
    throw new KubectlError(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  const nodes = parsed(expression);
  return (object) => {
    if (object === undefined) return false;
    const results = findResults(nodes, object, { allowMissing: true }).flat();
    if (value === undefined) return results.length > 0;
    if (results.length > 1) throw new KubectlError("given jsonpath expression matches more than one value");
    if (results.length === 0) return false;
    if (typeof results[0] === "object" && results[0] !== null)
      throw new KubectlError("jsonpath leads to a nested object or list which is not supported");
    return goValue(results[0]).trim() === value.replace(/^(['"])(.*)\1$/s, "$2").trim();
  };
}

function parsed(expression: string) {
  try {
    return parseJsonPath(relaxedJsonPath(expression));
  } catch (error) {
    if (error instanceof JsonPathError) throw new KubectlError(error.message);
    throw error;
  }
}
