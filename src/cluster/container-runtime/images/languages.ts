// Stands for the images of compilers and interpreters: they tell their version, and wait at a terminal. What they would run is not
// simulated, but for the one line of Perl with which Kubernetes' documentation shows what a Job is.

import type { Program } from "../../../shell/process.ts";
import { readAll } from "../../../shell/reading.ts";
import { type Image, type ImageConfig, versionOf, versions } from "./image.ts";
import { buildTools } from "./userland.ts";

interface Tool {
  readonly name: string;
  readonly language: string;
  /** What asks for the version, and what is answered. */
  readonly versionWords: readonly string[];
  readonly says: string;
  /** Where it waits for input at a terminal. */
  readonly prompt?: string;
}

function tool({ name, language, versionWords, says, prompt }: Tool): Program {
  return function* (process) {
    const [, first] = process.argv;
    if (first !== undefined && versionWords.includes(first)) {
      process.stdout.write(`${says}\n`);
      return 0;
    }
    if (first !== undefined && first !== "-a" && first !== "-de0") {
      process.stderr.write(`k8s-tutor does not simulate ${language} programs, only \`${name} ${versionWords[0]}\`\n`);
      return 1;
    }
    if (prompt === undefined) {
      process.stdout.write(`${name}: no command given; try ${name} ${versionWords[0]}\n`);
      return 2;
    }
    if (process.stdin.isTerminal) process.stdout.write(`${says.split("\n")[0]}\n${prompt}`);
    yield* readAll(process.stdin);
    return 0;
  };
}

/** Machin's formula, in whole numbers. */
function digitsOfPi(count: number): string {
  const unit = 10n ** BigInt(count + 10);
  const arctan = (inverse: bigint): bigint => {
    let term = unit / inverse;
    let sum = term;
    for (let divisor = 3n, sign = -1n; term !== 0n; divisor += 2n, sign = -sign) {
      term /= inverse * inverse;
      sum += sign * (term / divisor);
    }
    return sum;
  };
  const text = String((4n * (4n * arctan(5n) - arctan(239n))) / 10n ** 10n);
  return `${text.slice(0, 1)}.${text.slice(1)}`;
}

/** How long Perl works at 2000 digits. */
const PI_MS = 6000;

function perl(version: string): Program {
  const otherwise = tool({
    name: "perl",
    language: "Perl",
    versionWords: ["-v", "--version"],
    says: `\nThis is perl 5, version ${version.split(".")[1]}, subversion ${version.split(".")[2]} (v${version}) built for x86_64-linux-gnu`,
    prompt: "  DB<1> ",
  });
  return function* (process) {
    const pi = /^\s*print bpi\((\d+)\)\s*;?\s*$/.exec(process.argv.at(-1) ?? "");
    if (!process.argv.includes("-Mbignum=bpi") || pi === null) return yield* otherwise(process);
    const count = Math.min(5000, Math.max(2, Number(pi[1])));
    yield { until: [], forMs: Math.ceil(PI_MS * (count / 2000) ** 2), busy: true };
    const digits = digitsOfPi(count);
    const lastDigit = Number(digits.at(count)) + (Number(digits.at(count + 1) ?? 0) >= 5 ? 1 : 0);
    process.stdout.write(`${digits.slice(0, count)}${lastDigit}\n`);
    return 0;
  };
}

interface Language {
  readonly repository: string;
  readonly sizeBytes: number;
  readonly majors: RegExp;
  readonly newest: string;
  readonly variants?: RegExp;
  readonly config: (version: string) => Pick<ImageConfig, "cmd" | "entrypoint" | "env" | "programs" | "workingDir">;
}

const javaPrograms = (version: string): Readonly<Record<string, Program>> => {
  const says = `openjdk version "${version}" 2025-07-15\nOpenJDK Runtime Environment (build ${version}+9)\nOpenJDK 64-Bit Server VM (build ${version}+9, mixed mode, sharing)`;
  const java = { language: "Java", versionWords: ["-version", "--version"], says };
  return {
    "/opt/java/openjdk/bin/java": tool({ ...java, name: "java" }),
    "/opt/java/openjdk/bin/javac": tool({ ...java, name: "javac", says: `javac ${version}` }),
    "/opt/java/openjdk/bin/jshell": tool({ ...java, name: "jshell", prompt: "jshell> " }),
  };
};

const java = (repository: string): Language => ({
  repository,
  sizeBytes: 220_000_000,
  majors: /^(8|11|17|21|2[0-5])(\.\d+)*$/,
  newest: "25.0.0",
  variants: /^(jdk|jre|slim|alpine|ea|oracle)/,
  config: (version) => ({
    cmd: ["jshell"],
    env: {
      JAVA_HOME: "/opt/java/openjdk",
      PATH: "/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    },
    programs: javaPrograms(version),
  }),
});

const LANGUAGES: readonly Language[] = [
  {
    repository: "docker.io/library/golang",
    sizeBytes: 298_000_000,
    majors: /^1(\.\d+)?(\.\d+)?$/,
    newest: "1.25.3",
    config: (version) => ({
      cmd: ["bash"],
      workingDir: "/go",
      env: {
        GOLANG_VERSION: version,
        GOPATH: "/go",
        PATH: "/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      },
      programs: {
        "/usr/local/go/bin/go": tool({
          name: "go",
          language: "Go",
          versionWords: ["version"],
          says: `go version go${version} linux/amd64`,
        }),
      },
    }),
  },
  {
    repository: "docker.io/library/rust",
    sizeBytes: 560_000_000,
    majors: /^1(\.\d+)?(\.\d+)?$/,
    newest: "1.90.0",
    config: (version) => ({
      cmd: ["bash"],
      env: {
        RUST_VERSION: version,
        PATH: "/usr/local/cargo/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      },
      programs: {
        "/usr/local/cargo/bin/rustc": tool({
          name: "rustc",
          language: "Rust",
          versionWords: ["--version", "-V"],
          says: `rustc ${version}`,
        }),
        "/usr/local/cargo/bin/cargo": tool({
          name: "cargo",
          language: "Rust",
          versionWords: ["--version", "-V"],
          says: `cargo ${version}`,
        }),
      },
    }),
  },
  {
    repository: "docker.io/library/ruby",
    sizeBytes: 380_000_000,
    majors: /^[23](\.\d+)?(\.\d+)?$/,
    newest: "3.4.7",
    config: (version) => ({
      cmd: ["irb"],
      programs: {
        "/usr/local/bin/ruby": tool({
          name: "ruby",
          language: "Ruby",
          versionWords: ["--version", "-v"],
          says: `ruby ${version}`,
        }),
        "/usr/local/bin/irb": tool({
          name: "irb",
          language: "Ruby",
          versionWords: ["--version"],
          says: "irb 1.14.3",
          prompt: "irb(main):001> ",
        }),
      },
    }),
  },
  {
    repository: "docker.io/library/perl",
    sizeBytes: 336_000_000,
    majors: /^5(\.\d+)?(\.\d+)?$/,
    newest: "5.42.0",
    variants: /^(slim|threaded|bookworm|bullseye|buster|stable)/,
    config: (version) => ({ cmd: ["perl", "-de0"], programs: { "/usr/local/bin/perl": perl(version) } }),
  },
  java("docker.io/library/openjdk"),
  java("docker.io/library/eclipse-temurin"),
  java("docker.io/library/amazoncorretto"),
];

export const languageImages: readonly Image[] = LANGUAGES.map(
  ({ repository, sizeBytes, majors, newest, variants, config }): Image => ({
    repository,
    sizeBytes,
    hasTag: variants === undefined ? versions(majors) : versions(majors, variants),
    config: (tag) => {
      const isSmall = tag.includes("slim") || tag.includes("alpine");
      const { programs, ...rest } = config(versionOf(tag, newest));
      return {
        ...rest,
        userland: tag.includes("alpine") ? "alpine" : "debian",
        programs: { ...(isSmall ? {} : buildTools()), ...programs },
      };
    },
  }),
);
