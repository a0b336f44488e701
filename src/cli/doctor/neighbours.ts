// Programs beside this one: a kubectl of the user's own, their editor, and what their shell knows of us.

import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { advice, type Finding, ok } from "./finding.ts";

const patienceMs = 5000;
/** kubectl works with clusters that are one minor version older or newer. */
const clusterMinor = 33;

export function examineKubectl(env: NodeJS.ProcessEnv): Finding {
  const file = onPath("kubectl", env);
  if (file === undefined)
    return ok("kubectl", "none on the PATH; none is needed, for the tutor has its own (k8s-tutor kubectl)");
  const { stdout, status } = spawnSync(file, ["version", "--client", "--output=json"], {
    encoding: "utf8",
    timeout: patienceMs,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const version = status === 0 ? clientVersion(stdout) : undefined;
  if (version === undefined)
    return advice(
      "kubectl",
      `${file} does not tell its version`,
      "check what it is; the tutor's own works in any case",
    );
  return skewOf(version, file);
}

export function skewOf(version: string, file: string): Finding {
  const minor = Number(/^v?1\.(\d+)/.exec(version)?.[1]);
  const found = `${version} in ${file}`;
  if (Math.abs(minor - clusterMinor) <= 1) return ok("kubectl", found);
  return advice(
    "kubectl",
    `${found}; the simulated cluster is v1.${clusterMinor}, and kubectl is made for one minor version more or less`,
    `use kubectl 1.${clusterMinor} with k8s-tutor serve, or the tutor's own: k8s-tutor kubectl`,
  );
}

function clientVersion(json: string): string | undefined {
  try {
    const value = JSON.parse(json) as { clientVersion?: { gitVersion?: unknown } };
    const { gitVersion } = value.clientVersion ?? {};
    return typeof gitVersion === "string" ? gitVersion : undefined;
  } catch {
    // Whatever answered, it was no kubectl.
    return undefined;
  }
}

export function examineEditor(env: NodeJS.ProcessEnv, platform: string): Finding {
  const named = [env.VISUAL, env.EDITOR, env.KUBE_EDITOR].find((one) => one !== undefined && one.trim() !== "");
  const [program = ""] = (named ?? (platform === "win32" ? "notepad" : "vi")).trim().split(/\s+/);
  const file = onPath(program, env);
  if (file !== undefined) return ok("Editor", file);
  return advice("Editor", `${program} is not on the PATH`, "set EDITOR to an editor that is installed, as EDITOR=nano");
}

/** What is typed once, and what is looked for in which files. */
const shells: Readonly<Record<string, { readonly files: readonly string[]; readonly remedy: string }>> = {
  bash: {
    files: [".bashrc", ".bash_profile", ".profile", ".local/share/bash-completion/completions/k8s-tutor"],
    remedy: "echo 'source <(k8s-tutor completion bash)' >>~/.bashrc",
  },
  zsh: { files: [".zshrc", ".zprofile"], remedy: "echo 'source <(k8s-tutor completion zsh)' >>~/.zshrc" },
  fish: {
    files: [".config/fish/completions/k8s-tutor.fish", ".config/fish/config.fish"],
    remedy: "k8s-tutor completion fish >~/.config/fish/completions/k8s-tutor.fish",
  },
};

export function examineCompletion(env: NodeJS.ProcessEnv, home: string): Finding {
  const name = basename(env.SHELL ?? "").replace(/\.exe$/, "");
  const shell = shells[name];
  if (shell === undefined)
    return ok("Completion", "there is one for bash, zsh, fish and powershell: k8s-tutor completion SHELL");
  const isThere = shell.files.some((file) => textOf(join(home, file)).includes("k8s-tutor"));
  return isThere
    ? ok("Completion", `${name} completes k8s-tutor`)
    : advice("Completion", `${name} does not complete k8s-tutor`, shell.remedy);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Nobody has every one of these files.
    return "";
  }
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const endings = process.platform === "win32" ? (env.PATHEXT ?? ".EXE;.CMD;.BAT").split(";") : [""];
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const files = folders.flatMap((folder) => endings.map((ending) => join(folder, `${name}${ending}`)));
  return [...(name.includes("/") || name.includes("\\") ? [name] : []), ...files].find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there, or not for us: the next one is tried.
    return false;
  }
}
