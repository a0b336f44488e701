// config set-cluster: how a cluster is reached, and whom to trust there.

import { goQuote } from "../../../api/go-values.ts";
import { base64OfText } from "../../../bytes/base64.ts";
import type { CommandContext } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { boolFlag, type Flag, stringFlag } from "../../flags/flag.ts";
import { type Stanza, systemMessage } from "../../kubeconfig.ts";
import { pathInFile, wholePath } from "./paths.ts";
import { changeEntry, nameArgument } from "./store.ts";

export const CLUSTER_FLAGS: readonly Flag[] = [
  stringFlag("certificate-authority", "Path to certificate-authority file for the cluster entry in kubeconfig"),
  boolFlag("embed-certs", "embed-certs for the cluster entry in kubeconfig"),
  boolFlag("insecure-skip-tls-verify", "insecure-skip-tls-verify for the cluster entry in kubeconfig"),
  stringFlag("proxy-url", "proxy-url for the cluster entry in kubeconfig"),
  stringFlag("server", "server for the cluster entry in kubeconfig"),
  stringFlag("tls-server-name", "tls-server-name for the cluster entry in kubeconfig"),
];

export async function setCluster(context: CommandContext): Promise<void> {
  const { flags, io } = context;
  const name = nameArgument(context);
  if (name === "") throw new KubectlError("you must specify a non-empty cluster name");
  const authority = flags.string("certificate-authority");
  if (flags.bool("insecure-skip-tls-verify") && authority !== "")
    throw new KubectlError("you cannot specify a certificate authority and insecure mode at the same time");
  if (flags.bool("embed-certs")) {
    if (authority === "") throw new KubectlError("you must specify a --certificate-authority to embed");
    requireFile(context, "certificate-authority", authority);
  }
  changeEntry(context, "clusters", name, (entry, file) => withTrust(context, withAddress(context, entry), file));
  io.stdout.write(`Cluster ${goQuote(name)} set.\n`);
}

export function requireFile({ io }: CommandContext, flag: string, path: string): void {
  if (io.files.kind(path) !== undefined) return;
  const reason = systemMessage("stat", path, { code: "ENOENT" });
  throw new KubectlError(`could not stat ${flag} file ${path}: ${reason}`);
}

function withAddress({ flags }: CommandContext, entry: Stanza): Stanza {
  const changed = { ...entry };
  // The name to be checked belongs to the address: a new address begins without it.
  if (flags.changed("server")) Object.assign(changed, { server: flags.string("server"), "tls-server-name": "" });
  if (flags.changed("tls-server-name")) changed["tls-server-name"] = flags.string("tls-server-name");
  if (flags.changed("proxy-url")) changed["proxy-url"] = flags.string("proxy-url");
  return changed;
}

// Whoever says whom to trust takes back all that was said about it before.
function withTrust(context: CommandContext, entry: Stanza, file: string): Stanza {
  const { flags, io } = context;
  const skips = flags.bool("insecure-skip-tls-verify");
  const noAuthority = { "certificate-authority": "", "certificate-authority-data": "" };
  const changed: Stanza = { ...entry, "insecure-skip-tls-verify": skips, ...(skips ? noAuthority : {}) };
  if (!flags.changed("certificate-authority")) return changed;
  const path = flags.string("certificate-authority");
  if (flags.bool("embed-certs")) {
    const data = base64OfText(io.files.read(path));
    return { ...changed, ...noAuthority, "certificate-authority-data": data, "insecure-skip-tls-verify": false };
  }
  const whole = pathInFile(context, wholePath(context, path), file);
  if (path === "") return { ...changed, "certificate-authority": whole };
  return { ...changed, ...noAuthority, "certificate-authority": whole, "insecure-skip-tls-verify": false };
}
