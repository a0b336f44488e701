// The flags that every command takes, as `kubectl options` lists them.

import { parseGoDuration } from "./flags/duration.ts";
import { boolFlag, durationFlag, type Flag, intFlag, stringArrayFlag, stringFlag } from "./flags/flag.ts";

export function globalFlags(home: string): readonly Flag[] {
  return [
    stringFlag("as", "Username to impersonate for the operation: a user, or a service account in a namespace."),
    stringArrayFlag("as-group", "Group to impersonate for the operation; may be repeated."),
    stringFlag("as-uid", "UID to impersonate for the operation."),
    stringFlag("cache-dir", "Default cache directory", `${home}/.kube/cache`),
    stringFlag("certificate-authority", "Path to a cert file for the certificate authority"),
    stringFlag("client-certificate", "Path to a client certificate file for TLS"),
    stringFlag("client-key", "Path to a client key file for TLS"),
    stringFlag("cluster", "The name of the kubeconfig cluster to use"),
    stringFlag("context", "The name of the kubeconfig context to use"),
    boolFlag("disable-compression", "If true, do not ask the server for compressed responses"),
    boolFlag(
      "insecure-skip-tls-verify",
      "If true, the server's certificate is not checked. This makes your HTTPS connections insecure",
    ),
    stringFlag("kubeconfig", "Path to the kubeconfig file to use for CLI requests."),
    durationFlag("log-flush-frequency", "Maximum number of seconds between log flushes", 5000, {
      complaint: (text) => (typeof parseGoDuration(text) === "string" ? "parse error" : undefined),
    }),
    boolFlag("match-server-version", "Require server version to match client version"),
    stringFlag("namespace", "If present, the namespace scope for this CLI request", "", { shorthand: "n" }),
    stringFlag("password", "Password for basic authentication to the API server"),
    stringFlag(
      "profile",
      "Name of profile to capture. One of (none|cpu|heap|goroutine|threadcreate|block|mutex)",
      "none",
    ),
    stringFlag("profile-output", "Name of the file to write the profile to", "profile.pprof"),
    stringFlag(
      "request-timeout",
      "How long to wait for a single server request, with a unit (e.g. 1s, 2m, 3h). Zero means no limit.",
      "0",
    ),
    stringFlag("server", "The address and port of the Kubernetes API server", "", { shorthand: "s" }),
    stringFlag(
      "tls-server-name",
      "Server name to check the server's certificate against; the hostname in use when absent",
    ),
    stringFlag("token", "Bearer token for authentication to the API server"),
    stringFlag("user", "The name of the kubeconfig user to use"),
    stringFlag("username", "Username for basic authentication to the API server"),
    intFlag("v", "number for the log level verbosity", 0, { shorthand: "v", bits: 32 }),
    stringFlag(
      "vmodule",
      "comma-separated list of pattern=N settings for file-filtered logging (only works for the default text log format)",
      "",
      { fallbackText: "", complaint: patternComplaint },
    ),
    boolFlag(
      "warnings-as-errors",
      "Treat warnings received from the server as errors and exit with a non-zero exit code",
    ),
  ];
}

/** What is wrong with a list of `file=level`. */
function patternComplaint(text: string): string | undefined {
  for (const part of text.split(",").filter((each) => each !== "")) {
    const [pattern = "", level, ...rest] = part.split("=");
    if (pattern === "" || level === undefined || level === "" || rest.length > 0)
      return "syntax error: expect comma-separated list of filename=N";
    if (!/^-?\d+$/.test(level)) return "syntax error: expect comma-separated list of filename=N";
    if (level.startsWith("-")) return "negative value for vmodule level";
  }
  return undefined;
}
