// Stands for mongosh: one statement, a file of them, or what is typed.

import type { Process, Program } from "../../../../shell/process.ts";
import type { Doing } from "../../../../shell/reading.ts";
import { beginFetch } from "../fetch.ts";
import { LineInput } from "../sql/line-input.ts";
import { type Answer, MONGO_PORT, type Question } from "./mongod.ts";

interface Options {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly statements: readonly string[];
  readonly isQuiet: boolean;
}

/** By letter and name: those that take a value. */
const VALUED = ["--host", "--port", "-u", "--username", "-p", "--password", "--eval", "--authenticationDatabase"];

function parseOptions({ argv }: Process): Options {
  const found: Record<string, string> = {};
  const statements: string[] = [];
  const words: string[] = [];
  for (let index = 1; index < argv.length; index++) {
    const [name = "", value] = (argv[index] ?? "").split(/=(.*)/s);
    if (!VALUED.includes(name)) words.push(argv[index] ?? "");
    else if (name === "--eval") statements.push(value ?? argv[++index] ?? "");
    else found[name] = value ?? argv[++index] ?? "";
  }
  const place = words.find((word) => !word.startsWith("-")) ?? "";
  const url = /^mongodb:\/\/(?:([^:@/]+):([^@/]+)@)?([^:/,?]+)(?::(\d+))?(?:\/([^?]*))?/.exec(place);
  const database = url === null ? place : (url[5] ?? "");
  return {
    host: found["--host"] ?? url?.[3] ?? "127.0.0.1",
    port: Number(found["--port"] ?? url?.[4] ?? MONGO_PORT),
    database: database === "" ? "test" : database,
    user: found["-u"] ?? found["--username"] ?? url?.[1],
    password: found["-p"] ?? found["--password"] ?? url?.[2],
    statements,
    isQuiet: words.includes("--quiet"),
  };
}

export function mongosh(): Program {
  return function* (process) {
    const { stdout, stdin } = process;
    if (process.argv.includes("--version")) {
      stdout.write("2.5.8\n");
      return 0;
    }
    const options = parseOptions(process);
    let { database } = options;
    for (const statement of options.statements) {
      const answer = yield* ask(process, options, statement, database);
      if (typeof answer === "number") return answer;
      ({ database } = answer);
      if (show(process, answer) !== 0) return 1;
    }
    if (options.statements.length > 0) return 0;
    const greeting = yield* ask(process, options, "", database);
    if (typeof greeting === "number") return greeting;
    if (greeting.fault !== undefined) return show(process, greeting);
    if (stdin.isTerminal && !options.isQuiet) stdout.write(`Using MongoDB\nUsing Mongosh: 2.5.8\n\n`);
    const input = new LineInput(process);
    for (
      let line = yield* input.next(`${database}> `);
      line.kind !== "end";
      line = yield* input.next(`${database}> `)
    ) {
      if (line.kind === "interrupted") continue;
      if (/^(exit|quit)(\(\))?;?$/.test(line.text.trim())) return 0;
      const answer = yield* ask(process, options, line.text, database);
      if (typeof answer === "number") return answer;
      ({ database } = answer);
      show(process, answer);
    }
    return 0;
  };
}

function show({ stdout, stderr }: Process, { text, fault }: Answer): number {
  if (text !== "") (fault === "unknown" ? stderr : stdout).write(`${text}\n`);
  return fault === undefined ? 0 : 1;
}

function* ask(process: Process, options: Options, statement: string, database: string): Doing<Answer | number> {
  const { host, port, user, password } = options;
  const question: Question = { statement, database, user, password };
  const url = `http://${host}:${port}/`;
  const fetching = beginFetch(process, { url, method: "POST", body: JSON.stringify(question), timeoutMs: 30_000 });
  while (!fetching.child.exited.ready) yield { until: [fetching.child.exited] };
  const { result } = fetching;
  if (result?.kind === "answer" && result.status === 200) return JSON.parse(result.body) as Answer;
  const why = result?.kind === "failed" ? result.why : "";
  const text = why.startsWith("host not found")
    ? `getaddrinfo ENOTFOUND ${host}`
    : why === "connection refused"
      ? `connect ECONNREFUSED ${host}:${port}`
      : "Server selection timed out after 30000 ms";
  process.stderr.write(`MongoNetworkError: ${text}\n`);
  return 1;
}
