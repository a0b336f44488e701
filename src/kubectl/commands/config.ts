// Stands for kubectl config: reads and changes the kubeconfig.

import { type Command, type LazyCommand, loaded } from "../command.ts";
import { boolFlag, stringFlag } from "../flags/flag.ts";
import { helpOnStderr } from "../help-only.ts";
import { PRINT_FLAGS } from "../printers/print-flags.ts";
import { CLUSTER_FLAGS, setCluster } from "./config/cluster.ts";
import { currentContext, getContexts, renameContext, setContext, useContext } from "./config/contexts.ts";
import { CREDENTIAL_FLAGS, setCredentials } from "./config/credentials.ts";
import { deleteEntry, listNames } from "./config/entries.ts";
import { setProperty, unsetProperty } from "./config/property.ts";
import { viewConfig } from "./config/view.ts";

const SUBCOMMANDS: readonly LazyCommand[] = [
  loaded({
    name: "current-context",
    short: "Display the current-context",
    long: "Display the current-context.",
    examples: `# Display the current-context
kubectl config current-context`,
    usage: "current-context [flags]",
    flags: [],
    run: currentContext,
  }),
  loaded({
    name: "delete-cluster",
    short: "Delete the specified cluster from the kubeconfig",
    long: "Delete the specified cluster from the kubeconfig.",
    usage: "delete-cluster NAME",
    flags: [],
    run: (context) => deleteEntry(context, "clusters"),
  }),
  loaded({
    name: "delete-context",
    short: "Delete the specified context from the kubeconfig",
    long: "Delete the specified context from the kubeconfig.",
    usage: "delete-context NAME",
    flags: [],
    run: (context) => deleteEntry(context, "contexts"),
  }),
  loaded({
    name: "delete-user",
    short: "Delete the specified user from the kubeconfig",
    long: "Delete the specified user from the kubeconfig.",
    usage: "delete-user NAME",
    flags: [],
    run: (context) => deleteEntry(context, "users"),
  }),
  loaded({
    name: "get-clusters",
    short: "Display clusters defined in the kubeconfig",
    long: "Display clusters defined in the kubeconfig.",
    usage: "get-clusters [flags]",
    flags: [],
    run: async (context) => listNames(context, "clusters"),
  }),
  loaded({
    name: "get-contexts",
    short: "Describe one or many contexts",
    long: "Display one or many contexts from the kubeconfig file.",
    examples: `# List all the contexts in your kubeconfig file
kubectl config get-contexts

# Describe one context in your kubeconfig file
kubectl config get-contexts my-context`,
    usage: "get-contexts [(-o|--output=)name)]",
    flags: [
      boolFlag(
        "no-headers",
        "When using the default or custom-column output format, don't print headers (default print headers).",
      ),
      stringFlag("output", "Output format. One of: (name).", "", { shorthand: "o" }),
    ],
    run: getContexts,
  }),
  loaded({
    name: "get-users",
    short: "Display users defined in the kubeconfig",
    long: "Display users defined in the kubeconfig.",
    usage: "get-users [flags]",
    flags: [],
    run: async (context) => listNames(context, "users"),
  }),
  loaded({
    name: "rename-context",
    short: "Rename a context from the kubeconfig file",
    long: `Renames a context from the kubeconfig file.

CONTEXT_NAME is the context name that you want to change.

NEW_NAME is the new name you want to set.`,
    usage: "rename-context CONTEXT_NAME NEW_NAME",
    flags: [],
    run: renameContext,
  }),
  loaded({
    name: "set",
    short: "Set an individual value in a kubeconfig file",
    long: `Set an individual value in a kubeconfig file.

PROPERTY_NAME is a dot delimited name where each token represents either an attribute name or a map key. Map keys may not contain dots.

PROPERTY_VALUE is the new value you want to set.`,
    usage: "set PROPERTY_NAME PROPERTY_VALUE",
    flags: [
      boolFlag(
        "set-raw-bytes",
        "When writing a []byte PROPERTY_VALUE, write the given string directly without base64 decoding.",
      ),
    ],
    run: setProperty,
  }),
  loaded({
    name: "set-cluster",
    short: "Set a cluster entry in kubeconfig",
    long: `Set a cluster entry in kubeconfig.

Specifying a name that already exists will merge new fields on top of existing values for those fields.`,
    usage:
      "set-cluster NAME [--server=server] [--certificate-authority=path/to/certificate/authority] [--insecure-skip-tls-verify=true] [--tls-server-name=example.com]",
    flags: CLUSTER_FLAGS,
    run: setCluster,
  }),
  loaded({
    name: "set-context",
    short: "Set a context entry in kubeconfig",
    long: `Set a context entry in kubeconfig.

Specifying a name that already exists will merge new fields on top of existing values for those fields.`,
    examples: `# Set the user field on the gce context entry without touching other values
kubectl config set-context gce --user=cluster-admin`,
    usage: "set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]",
    flags: [
      stringFlag("cluster", "cluster for the context entry in kubeconfig"),
      boolFlag("current", "Modify the current context"),
      stringFlag("namespace", "namespace for the context entry in kubeconfig"),
      stringFlag("user", "user for the context entry in kubeconfig"),
    ],
    run: setContext,
  }),
  loaded({
    name: "set-credentials",
    short: "Set a user entry in kubeconfig",
    long: `Set a user entry in kubeconfig.

Specifying a name that already exists will merge new fields on top of existing values.`,
    usage:
      "set-credentials NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] [--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] [--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] [--exec-arg=arg] [--exec-env=key=value]",
    flags: CREDENTIAL_FLAGS,
    run: setCredentials,
  }),
  loaded({
    name: "unset",
    short: "Unset an individual value in a kubeconfig file",
    long: `Unset an individual value in a kubeconfig file.

PROPERTY_NAME is a dot delimited name where each token represents either an attribute name or a map key. Map keys may not contain dots.`,
    usage: "unset PROPERTY_NAME",
    flags: [],
    run: unsetProperty,
  }),
  loaded({
    name: "use-context",
    aliases: ["use"],
    short: "Set the current-context in a kubeconfig file",
    long: "Set the current-context in a kubeconfig file.",
    examples: `# Use the context for the minikube cluster
kubectl config use-context minikube`,
    usage: "use-context CONTEXT_NAME",
    flags: [],
    run: useContext,
  }),
  loaded({
    name: "view",
    short: "Display merged kubeconfig settings or a specified kubeconfig file",
    long: `Display merged kubeconfig settings or a specified kubeconfig file.

You can use --output jsonpath={...} to extract specific values using a jsonpath expression.`,
    examples: `# Show merged kubeconfig settings
kubectl config view

# Show merged kubeconfig settings, raw certificate data, and exposed secrets
kubectl config view --raw

# Get the password for the e2e user
kubectl config view -o jsonpath='{.users[?(@.name == "e2e")].user.password}'`,
    usage: "view [flags]",
    flags: [
      ...PRINT_FLAGS.filter((flag) => flag.name !== "output"),
      stringFlag(
        "output",
        "Output format. One of: (json, yaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json, jsonpath-file).",
        "yaml",
        { shorthand: "o" },
      ),
      boolFlag(
        "flatten",
        "Flatten the resulting kubeconfig file into self-contained output (useful for creating portable kubeconfig files)",
      ),
      boolFlag("merge", "Merge the full hierarchy of kubeconfig files", true),
      boolFlag("minify", "Remove all information not used by current-context from the output"),
      boolFlag("raw", "Display raw byte data and sensitive data"),
    ],
    run: viewConfig,
  }),
];

export const command: Command = {
  name: "config",
  short: "Modify kubeconfig files",
  long: `Modify kubeconfig files using subcommands like "kubectl config set current-context my-context".

The loading order follows these rules:

  1.  If the --kubeconfig flag is set, then only that file is loaded.
  2.  If $KUBECONFIG environment variable is set, then it is used as a list of paths, which are merged. A value is changed in the file that has it, and created in the first file that exists.
  3.  Otherwise, \${HOME}/.kube/config is used and no merging takes place.`,
  usage: "config SUBCOMMAND",
  flags: [],
  subcommands: SUBCOMMANDS,
  run: helpOnStderr,
};
