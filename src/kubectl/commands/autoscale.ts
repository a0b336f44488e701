// Stands for kubectl autoscale: makes a HorizontalPodAutoscaler for a workload.

import type { AnyObject } from "../../api/types.ts";
import { RECORD_FLAG, withChangeCause } from "../change-cause.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../errors.ts";
import { boolFlag, intFlag, stringFlag } from "../flags/flag.ts";
import { namedFiles } from "../flags/named-files.ts";
import { fieldManagerFlag, filenameFlags } from "../flags/shared-flags.ts";
import type { Info } from "../info.ts";
import { withSavedConfig } from "../last-applied.ts";
import { DRY_RUN_FLAG, dryRunOf, dryRunQuery, objectPrinter, PRINT_FLAGS } from "../printers/print-flags.ts";
import { visitInfos } from "../resource-builder.ts";
import { apiVersionOf } from "../rest-mapper.ts";

export const command: Command = {
  name: "autoscale",
  short: "Auto-scale a deployment, replica set, stateful set, or replication controller",
  long: "Make an autoscaler that chooses the number of pods of a workload by itself.",
  examples:
    "# Between 2 and 10 pods\nkubectl autoscale deployment foo --min=2 --max=10\n\n# So that they use 80 % of the CPU they ask for\nkubectl autoscale rc foo --max=5 --cpu-percent=80",
  usage: "autoscale (-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU]",
  flags: [
    RECORD_FLAG,
    ...PRINT_FLAGS,
    intFlag(
      "cpu-percent",
      "The CPU that pods use on average, in percent of what they ask for; negative means the default.",
      -1,
      { bits: 32 },
    ),
    DRY_RUN_FLAG,
    fieldManagerFlag("kubectl-autoscale"),
    ...filenameFlags("identifying the resource to autoscale."),
    intFlag("max", "The highest number of pods. Required.", -1, { required: true, bits: 32 }),
    intFlag("min", "The lowest number of pods; negative means the default.", -1, { bits: 32 }),
    stringFlag("name", "The name of the autoscaler; that of the workload when not given."),
    boolFlag("save-config", "Keep the configuration in an annotation, for kubectl apply."),
  ],
  run: autoscale,
};

async function autoscale(context: CommandContext): Promise<void> {
  const { args, flags, io, session } = context;
  session.requireClientConfig();
  checkLimits(flags.int("min"), flags.int("max"));
  const dryRun = dryRunOf(flags, io);
  const printer = objectPrinter(context, "autoscaled", dryRun, true);
  const options = {
    args,
    ...namedFiles(flags),
    latest: true,
  };
  const count = await visitInfos(session, options, async (info) => {
    requireScale(info);
    const made = withChangeCause(context, generateAutoscaler(context, info));
    if (dryRun === "client") return objectPrinter(context, "created", dryRun, true).print(made);
    const autoscaler = flags.bool("save-config") ? withSavedConfig(made) : made;
    const path = `/apis/autoscaling/v2/namespaces/${info.namespace}/horizontalpodautoscalers`;
    const query = { ...dryRunQuery(dryRun), fieldManager: flags.string("field-manager") };
    printer.print(await session.client.create(path, autoscaler, query));
  });
  if (count === 0) throw new KubectlError("no objects passed to autoscale");
}

function checkLimits(min: number, max: number): void {
  if (max < 1) throw new KubectlError(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min)
    throw new KubectlError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
}

function requireScale({ resource }: Info): void {
  if (resource.subresources.some(({ name }) => name === "scale")) return;
  const { group, version, kind, resource: plural } = resource;
  throw new KubectlError(
    `cannot autoscale a ${kind}: could not find scale subresource for ${group}/${version}, Resource=${plural} in discovery information`,
  );
}

function generateAutoscaler({ flags }: CommandContext, info: Info): AnyObject {
  const { resource, name } = info;
  const cpu = flags.int("cpu-percent");
  const min = flags.int("min");
  const target = { type: "Utilization", averageUtilization: cpu };
  return {
    kind: "HorizontalPodAutoscaler",
    apiVersion: "autoscaling/v2",
    metadata: { name: flags.string("name") || name, creationTimestamp: null },
    spec: {
      scaleTargetRef: { kind: resource.kind, name, apiVersion: apiVersionOf(resource) },
      ...(min > 0 ? { minReplicas: min } : {}),
      maxReplicas: flags.int("max"),
      ...(cpu >= 0 ? { metrics: [{ type: "Resource", resource: { name: "cpu", target } }] } : {}),
    },
    status: { desiredReplicas: 0, currentMetrics: null },
  } as unknown as AnyObject;
}
