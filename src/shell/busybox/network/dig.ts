// Stands for dig (an extra program: the busybox image has none).

import { candidateNames, queryName, resolverConfiguration } from "../../connect.ts";
import type { DnsAnswer, DnsRecord, RecordType } from "../../process.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { recordTypes, reverseName } from "./dns-names.ts";

export function* dig(run: Run): Doing<number> {
  const { names, type } = questionOf(run);
  let answer: DnsAnswer | undefined;
  for (const name of names) {
    answer = yield* queryName(run.process, name, type, 15_000);
    if (answer === undefined || answer.records.length > 0) break;
  }
  if (answer === undefined) {
    run.print(";; communications error: timed out\n;; no servers could be reached\n");
    return 9;
  }
  const isShort = run.args.includes("+short");
  run.print(isShort ? answer.records.map(({ data }) => `${data}\n`).join("") : formatAnswer(run, answer, names, type));
  return 0;
}

interface Question {
  /** With +search, all that the search list makes of the name. */
  readonly names: readonly string[];
  readonly type: RecordType;
}

function questionOf(run: Run): Question {
  const words = run.args.filter((arg) => !/^[-+@]/.test(arg));
  const type = (words.find((word) => recordTypes.includes(word.toUpperCase()))?.toUpperCase() ?? "A") as RecordType;
  const given = words.find((word) => !recordTypes.includes(word.toUpperCase())) ?? "";
  const isReverse = run.args.includes("-x");
  const names = run.args.includes("+search")
    ? candidateNames(given, resolverConfiguration(run.process))
    : [isReverse ? reverseName(given) : given.replace(/\.$/, "")];
  return { names, type: isReverse ? "PTR" : type };
}

const statuses = { found: "NOERROR", nxdomain: "NXDOMAIN", servfail: "SERVFAIL" } as const;

function formatAnswer(run: Run, answer: DnsAnswer, names: readonly string[], type: RecordType): string {
  const { records, server } = answer;
  const lines = [
    "",
    `; <<>> DiG 9.18 <<>> ${run.args.join(" ")}`,
    ";; Got answer:",
    `;; ->>HEADER<<- opcode: QUERY, status: ${statuses[answer.outcome]}, id: 4242`,
    `;; flags: qr aa rd; QUERY: 1, ANSWER: ${records.length}, AUTHORITY: 0, ADDITIONAL: 0`,
    "",
    ";; QUESTION SECTION:",
    `;${names.at(-1)}.\t\tIN\t${type}`,
    "",
  ];
  if (records.length > 0) lines.push(";; ANSWER SECTION:", ...records.map(formatRecord), "");
  lines.push(`;; SERVER: ${server}#53(${server}) (UDP)`, "", "");
  return lines.join("\n");
}

function formatRecord({ name, type, data }: DnsRecord): string {
  return `${name}.\t30\tIN\t${type}\t${data}`;
}
