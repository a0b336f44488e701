// Stands for kubectl create configmap.

import { base64OfText } from "../../../bytes/base64.ts";
import { isPureText, joinedText } from "../../../bytes/bytes.ts";
import { DATA_FLAGS, type DataEntry, readData } from "./file-data.ts";
import { generator, metadataOf } from "./generator.ts";
import { appendHashFlag, withHashedName } from "./hashed-name.ts";

export const configMap = generator({
  name: "configmap",
  aliases: ["cm"],
  short: "Create a config map from a local file, directory or literal value",
  long: `Create a config map based on a file, directory, or specified literal value.

A single config map may hold one or more key/value pairs. A file becomes one pair: its name is the key unless you give another. A directory becomes a pair for each regular file in it whose name is a valid key.`,
  examples: `# Create a config map named settings from the files in a folder
kubectl create configmap settings --from-file=path/to/folder

# Create a config map with keys of your choice instead of file names
kubectl create configmap settings --from-file=key1=/path/to/file1.txt

# Create a config map with key1=config1 and key2=config2
kubectl create configmap settings --from-literal=key1=config1 --from-literal=key2=config2

# Create a config map from an env file
kubectl create configmap settings --from-env-file=path/to/foo.env`,
  usage: "configmap NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]",
  flags: [...DATA_FLAGS, appendHashFlag("configmap")],
  root: "/api/v1",
  resource: "configmaps",
  namespaced: true,
  failure: "failed to create configmap: ",
  make(context, name) {
    const entries = readData(context, "ConfigMap", name);
    const isText = ({ isFile, value }: DataEntry) => !isFile || isPureText(value);
    const data = entries.filter(isText).map(({ key, value }) => [key, joinedText(value)]);
    const binary = entries.filter((entry) => !isText(entry)).map(({ key, value }) => [key, base64OfText(value)]);
    const made = {
      kind: "ConfigMap",
      apiVersion: "v1",
      metadata: metadataOf(context, name),
      ...(data.length === 0 ? {} : { data: Object.fromEntries(data) }),
      ...(binary.length === 0 ? {} : { binaryData: Object.fromEntries(binary) }),
    };
    return context.flags.bool("append-hash") ? withHashedName(made) : made;
  },
});
