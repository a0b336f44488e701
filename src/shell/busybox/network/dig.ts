// Stands for dig (an extra program: the busybox image has none).

import { candidateNames, queryName, resolverConfiguration } from "../../connect.ts";
import type { DnsAnswer, RecordType } from "../../process.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { recordTypes, reverseName } from "./dns-names.ts";

export function* dig(run: Run): Doing<number> {
  const words = run.args.filter((arg) => !/^[-+@]/.test(arg));
  const type = (words.find((word) => recordTypes.includes(word.toUpperCase()))?.toUpperCase() ?? "A") as RecordType;
  const given = words.find((word) => !recordTypes.includes(word.toUpperCase())) ?? "";
  const isReverse = run.args.includes("-x");
  const configuration = resolverConfiguration(run.process);
  const names = run.args.includes("+search")
    ? candidateNames(given, configuration)
    : [isReverse ? reverseName(given) : given.replace(/\.$/, "")];
  let answer: DnsAnswer | undefined;
  for (const name of names) {
    answer = yield* queryName(run.process, name, isReverse ? "PTR" : type, 15_000);
    if (answer === undefined || answer.records.length > 0) break;
  }
  if (answer === undefined) {
    run.print(";; communications error: timed out\n;; no servers could be reached\n");
    return 9;
  }
  if (run.args.includes("+short")) {
    run.print(answer.records.map(({ data }) => `${data}\n`).join(""));
    return 0;
  }
  const status = { found: "NOERROR", nxdomain: "NXDOMAIN", servfail: "SERVFAIL" }[answer.outcome];
  run.print(
    `\n; <<>> DiG 9.18 <<>> ${run.args.join(" ")}\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 4242\n;; flags: qr aa rd; QUERY: 1, ANSWER: ${answer.records.length}, AUTHORITY: 0, ADDITIONAL: 0\n\n`,
  );
  run.print(`;; QUESTION SECTION:\n;${names.at(-1)}.\t\tIN\t${isReverse ? "PTR" : type}\n\n`);
  if (answer.records.length > 0)
    run.print(
      `;; ANSWER SECTION:\n${answer.records.map((record) => `${record.name}.\t30\tIN\t${record.type}\t${record.data}\n`).join("")}\n`,
    );
  run.print(`;; SERVER: ${answer.server}#53(${answer.server}) (UDP)\n\n`);
  return 0;
}
