// Stands for kubectl create secret, one subcommand for each type of secret.

import { base64OfText } from "../../../bytes/base64.ts";
import type { CommandContext, LazyCommand } from "../../command.ts";
import { KubectlError } from "../../errors.ts";
import { stringFlag, stringsFlag } from "../../flags/flag.ts";
import { goStructJson } from "../../go-json.ts";
import { helpOnStderr } from "../../help-only.ts";
import { systemMessage } from "../../kubeconfig.ts";
import { DATA_FLAGS, type DataEntry, readData } from "./file-data.ts";
import { generator, type Manifest, metadataOf } from "./generator.ts";
import { appendHashFlag, withHashedName } from "./hashed-name.ts";

export const secret: LazyCommand = {
  name: "secret",
  short: "Create a secret using a specified subcommand",
  load: async () => ({
    name: "secret",
    short: "Create a secret using a specified subcommand",
    long: `Create a secret with specified type.

A docker-registry type secret is for accessing a container registry.

A generic type secret indicate an Opaque secret type.

A tls type secret holds TLS certificate and its associated key.`,
    usage: "secret (docker-registry | generic | tls)",
    flags: [],
    subcommands: [dockerRegistry, generic, tls],
    run: helpOnStderr,
  }),
};

const SENT = { root: "/api/v1", resource: "secrets", namespaced: true, failure: "failed to create secret " } as const;

function secretOf(
  context: CommandContext,
  name: string,
  entries: readonly Pick<DataEntry, "key" | "value">[],
  type: string,
): Manifest {
  const data = Object.fromEntries(entries.map(({ key, value }) => [key, base64OfText(value)]));
  const made = {
    kind: "Secret",
    apiVersion: "v1",
    metadata: metadataOf(context, name),
    ...(entries.length === 0 ? {} : { data }),
    ...(type === "" ? {} : { type }),
  };
  return context.flags.bool("append-hash") ? withHashedName(made) : made;
}

const generic = generator({
  ...SENT,
  name: "generic",
  short: "Create a secret from a local file, directory, or literal value",
  examples: `# Create a secret named db from the files in a folder
kubectl create secret generic db --from-file=path/to/folder

# Create a secret with key1=supersecret and key2=topsecret
kubectl create secret generic db --from-literal=key1=supersecret --from-literal=key2=topsecret

# Create a secret from an env file
kubectl create secret generic db --from-env-file=path/to/foo.env`,
  usage:
    "generic NAME [--type=string] [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
  flags: [...DATA_FLAGS, appendHashFlag("secret"), stringFlag("type", "The type of secret to create")],
  make: (context, name) => secretOf(context, name, readData(context, "Secret", name), context.flags.string("type")),
});

const dockerRegistry = generator({
  ...SENT,
  name: "docker-registry",
  short: "Create a secret for use with a Docker registry",
  examples: `# Create a secret for a registry with a user's name and password
kubectl create secret docker-registry registry --docker-server=registry.example.com --docker-username=me --docker-password=secret --docker-email=me@example.com

# Create a secret from a Docker configuration file
kubectl create secret docker-registry registry --from-file=.dockerconfigjson=path/to/.docker/config.json`,
  usage:
    "docker-registry NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string] [--from-file=[key=]source] [--dry-run=server|client|none]",
  flags: [
    appendHashFlag("secret"),
    stringFlag("docker-email", "Email for Docker registry"),
    stringFlag("docker-password", "Password for Docker registry authentication"),
    stringFlag("docker-server", "Server location for Docker registry", "https://index.docker.io/v1/"),
    stringFlag("docker-username", "Username for Docker registry authentication"),
    stringsFlag("from-file", "A file by its path, or with a key of its own (key=path)"),
  ],
  make(context, name) {
    const { flags, io } = context;
    const type = "kubernetes.io/dockerconfigjson";
    const [file] = flags.strings("from-file");
    if (file !== undefined) {
      const [key = "", path = ""] = file.includes("=") ? file.split("=") : [".dockerconfigjson", file];
      if (io.files.kind(path) === "directory") throw new KubectlError("cannot give a key name for a directory path");
      return secretOf(context, name, [{ key, value: readFile(io, path) }], type);
    }
    const [server, username, password] = ["docker-server", "docker-username", "docker-password"].map((flag) =>
      flags.string(flag),
    );
    if (!server || !username || !password) {
      throw new KubectlError(
        "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required",
      );
    }
    const email = flags.string("docker-email");
    const credentials = {
      username,
      password,
      ...(email === "" ? {} : { email }),
      auth: base64OfText(`${username}:${password}`),
    };
    return secretOf(
      context,
      name,
      [{ key: ".dockerconfigjson", value: goStructJson({ auths: { [server]: credentials } }) }],
      type,
    );
  },
});

function readFile(io: CommandContext["io"], path: string): string {
  if (io.files.kind(path) === undefined) throw new KubectlError(`error reading ${path}: no such file or directory`);
  return io.files.read(path);
}

const tls = generator({
  ...SENT,
  name: "tls",
  short: "Create a TLS secret",
  long: `Create a TLS secret from the given public/private key pair.

The key pair must exist beforehand. The certificate must be .PEM encoded and match the given private key.`,
  examples: `# Create a TLS secret named site with the given key pair
kubectl create secret tls site --cert=path/to/tls.crt --key=path/to/tls.key`,
  usage: "tls NAME --cert=path/to/cert/file --key=path/to/key/file [--dry-run=server|client|none]",
  flags: [
    appendHashFlag("secret"),
    stringFlag("cert", "Path to PEM encoded public key certificate."),
    stringFlag("key", "Path to private key associated with given certificate."),
  ],
  make(context, name) {
    const [certPath, keyPath] = [context.flags.string("cert"), context.flags.string("key")];
    if (keyPath === "" || certPath === "") throw new KubectlError("key and cert must be specified");
    const cert = readPem(context, certPath);
    const key = readPem(context, keyPath);
    if (!/-----BEGIN CERTIFICATE-----/.test(cert))
      throw new KubectlError("tls: failed to find any PEM data in certificate input");
    if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key))
      throw new KubectlError("tls: failed to find any PEM data in key input");
    const entries = [
      { key: "tls.crt", value: cert },
      { key: "tls.key", value: key },
    ];
    return secretOf(context, name, entries, "kubernetes.io/tls");
  },
});

function readPem({ io }: CommandContext, path: string): string {
  try {
    return io.files.read(path);
  } catch (error) {
    throw new KubectlError(`Cannot read file ${path}, ${systemMessage("open", path, error)}`);
  }
}
