// Stands for kubectl create job and cronjob.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { stringFlag } from "../../flags/flag.ts";
import { collectInfos } from "../../resource-builder.ts";
import { commandWords, generator, type Manifest, metadataOf } from "./generator.ts";

export const job = generator({
  name: "job",
  short: "Create a job with the specified name",
  examples: `# Create a job
kubectl create job hello --image=busybox

# Create a job with a command
kubectl create job hello --image=busybox -- date

# Create a job from a cron job named "report"
kubectl create job report-now --from=cronjob/report`,
  usage: "job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]",
  flags: [
    stringFlag("from", "The name of the resource to create a Job from (only cronjob is supported)."),
    stringFlag("image", "Image name to run."),
  ],
  root: "/apis/batch/v1",
  resource: "jobs",
  namespaced: true,
  failure: "failed to create job: ",
  make(context, name) {
    const { flags } = context;
    const [from, image] = [flags.string("from"), flags.string("image")];
    if ((from === "") === (image === "")) throw new KubectlError("either --image or --from must be specified");
    if (from !== "" && commandWords(context).length > 0) throw new KubectlError("cannot specify --from and command");
    if (from !== "") return jobFromCronJob(context, name, from);
    return {
      kind: "Job",
      apiVersion: "batch/v1",
      metadata: metadataOf(context, name),
      spec: { template: podTemplate(name, image, commandWords(context), "Never") },
      status: {},
    };
  },
});

async function jobFromCronJob(context: CommandContext, name: string, from: string): Promise<Manifest> {
  const infos = await collectInfos(context.session, { args: [from] });
  const [info] = infos;
  if (infos.length !== 1 || info?.object === undefined) throw new KubectlError("from must be an existing cronjob");
  const cronJob = info.object as AnyObject & { spec: { jobTemplate: { metadata?: Manifest; spec: Manifest } } };
  if (cronJob.kind !== "CronJob")
    throw new KubectlError(`unknown object type *${info.resource.version}.${cronJob.kind}`);
  const { jobTemplate } = cronJob.spec;
  const annotations = {
    "cronjob.kubernetes.io/instantiate": "manual",
    ...(jobTemplate.metadata?.annotations as Manifest | undefined),
  };
  const labels = jobTemplate.metadata?.labels;
  const owner = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    name: cronJob.metadata.name,
    uid: cronJob.metadata.uid,
    controller: true,
  };
  const more = { ...(labels === undefined ? {} : { labels }), annotations, ownerReferences: [owner] };
  return {
    kind: "Job",
    apiVersion: "batch/v1",
    metadata: metadataOf(context, name, more),
    spec: jobTemplate.spec,
    status: {},
  };
}

export const cronJob = generator({
  name: "cronjob",
  aliases: ["cj"],
  short: "Create a cron job with the specified name",
  examples: `# Create a cron job
kubectl create cronjob report --image=busybox --schedule="*/1 * * * *"

# Create a cron job with a command
kubectl create cronjob report --image=busybox --schedule="*/1 * * * *" -- date`,
  usage: "cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  flags: [
    stringFlag("image", "Image name to run.", "", { required: true }),
    stringFlag("restart", "job's restart policy. supported values: OnFailure, Never"),
    stringFlag("schedule", "A schedule in the Cron format the job should be run with.", "", { required: true }),
  ],
  root: "/apis/batch/v1",
  resource: "cronjobs",
  namespaced: true,
  failure: "failed to create cronjob: ",
  make(context, name) {
    const { flags } = context;
    const restartPolicy = flags.string("restart") || "OnFailure";
    const template = podTemplate(name, flags.string("image"), commandWords(context), restartPolicy);
    return {
      kind: "CronJob",
      apiVersion: "batch/v1",
      metadata: metadataOf(context, name),
      spec: {
        schedule: flags.string("schedule"),
        jobTemplate: { metadata: { name, creationTimestamp: null }, spec: { template } },
      },
      status: {},
    };
  },
});

function podTemplate(name: string, image: string, words: readonly string[], restartPolicy: string): Manifest {
  const container = { name, image, ...(words.length === 0 ? {} : { command: words }), resources: {} };
  return { metadata: { creationTimestamp: null }, spec: { containers: [container], restartPolicy } };
}
