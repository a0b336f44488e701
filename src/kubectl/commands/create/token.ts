// Stands for kubectl create token: asks the server for a token of a service account.

import type { AnyObject } from "../../../api/types.ts";
import type { CommandContext, LazyCommand } from "../../command.ts";
import { KubectlError, StatusError } from "../../errors.ts";
import { durationFlag, stringArrayFlag, stringFlag } from "../../flags/flag.ts";
import { objectPrinter, PRINT_FLAGS } from "../../printers/print-flags.ts";
import { requirePathSegment } from "../../rest-mapper.ts";
import { onlyName } from "./generator.ts";

export const token: LazyCommand = {
  name: "token",
  short: "Request a service account token",
  load: async () => ({
    name: "token",
    short: "Request a service account token",
    long: "Request a service account token.",
    examples: `# Request a token to authenticate to the kube-apiserver as the service account builder
kubectl create token builder

# Request a token that is valid for ten minutes
kubectl create token builder --duration 10m`,
    usage: "token SERVICE_ACCOUNT_NAME",
    flags: [
      ...PRINT_FLAGS,
      stringArrayFlag("audience", "Audience of the requested token. May be repeated."),
      stringFlag("bound-object-kind", "Kind of an object to bind the token to. Supported kinds are Node, Pod, Secret."),
      stringFlag("bound-object-name", "Name of an object to bind the token to."),
      stringFlag("bound-object-uid", "UID of an object to bind the token to."),
      durationFlag("duration", "Requested lifetime of the issued token. If not set or 0, the server chooses it."),
    ],
    run,
  }),
};

async function run(context: CommandContext): Promise<void> {
  const { flags, session, io } = context;
  const name = onlyName(context);
  session.requireNamespace();
  session.requireClientConfig();
  const seconds = Math.round(flags.duration("duration") / 1000);
  if (seconds < 0) throw new KubectlError("--duration must be greater than or equal to 0");
  const bound = boundObject(context);
  const audiences = flags.strings("audience");
  const body = {
    kind: "TokenRequest",
    apiVersion: "authentication.k8s.io/v1",
    metadata: { creationTimestamp: null },
    spec: {
      audiences: audiences.length === 0 ? null : audiences,
      expirationSeconds: seconds === 0 ? null : seconds,
      ...bound,
    },
  };
  const path = `/api/v1/namespaces/${session.namespace}/serviceaccounts/${name}/token`;
  const answer = await request(context, path, body);
  if (flags.string("output") !== "") return objectPrinter(context, "", "none", true).print(answer);
  const issued = (answer as AnyObject & { status?: { token?: string } }).status?.token ?? "";
  if (issued === "") throw new KubectlError("failed to create token: no token in server response");
  // A script gets the token and nothing else.
  io.stdout.write(io.stdout.isTerminal ? `${issued}\n` : issued);
}

function boundObject({ flags }: CommandContext): { boundObjectRef?: unknown } {
  const [kind, name, uid] = ["kind", "name", "uid"].map((part) => flags.string(`bound-object-${part}`));
  if (kind === "") {
    if (name !== "") throw new KubectlError("--bound-object-name can only be set if --bound-object-kind is provided");
    if (uid !== "") throw new KubectlError("--bound-object-uid can only be set if --bound-object-kind is provided");
    return {};
  }
  if (kind === undefined || !["Node", "Pod", "Secret"].includes(kind))
    throw new KubectlError("supported --bound-object-kind values are Node, Pod, Secret");
  if (name === "") throw new KubectlError("--bound-object-name is required if --bound-object-kind is provided");
  return { boundObjectRef: { kind, apiVersion: "v1", name, ...(uid === "" ? {} : { uid }) } };
}

async function request({ session }: CommandContext, path: string, body: unknown): Promise<AnyObject> {
  try {
    requirePathSegment("namespace", session.namespace);
    return await session.client.create(path, body);
  } catch (error) {
    if (error instanceof StatusError || error instanceof KubectlError)
      throw new KubectlError(`failed to create token: ${error.message}`);
    throw error;
  }
}
