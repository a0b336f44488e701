// Stands for nslookup, as busybox has it.

import { queryName, resolverConfiguration } from "../../connect.ts";
import type { DnsAnswer, RecordType } from "../../process.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { recordTypes, reverseName } from "./dns-names.ts";

export function* nslookup(run: Run): Doing<number> {
  const words = run.args.filter((arg) => !arg.startsWith("-"));
  const given = run.args
    .find((arg) => /^-(query)?(type|q)=/i.test(arg))
    ?.split("=")[1]
    ?.toUpperCase();
  const [name] = words;
  if (name === undefined) return run.usage("nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]");
  const isReverse = /^\d+(\.\d+){3}$/.test(name);
  const types: RecordType[] =
    given !== undefined && recordTypes.includes(given) ? [given as RecordType] : isReverse ? ["PTR"] : ["A", "AAAA"];
  const configuration = resolverConfiguration(run.process);
  const target = isReverse ? reverseName(name) : name;
  const names = isReverse || given === "PTR" ? [target] : nslookupNames(name, configuration.search);
  const answers: { name: string; type: RecordType; answer: DnsAnswer }[] = [];
  for (const candidate of names) {
    for (const type of types) {
      const answer = yield* queryName(run.process, candidate, type, 10_000);
      if (answer === undefined) {
        run.print(";; connection timed out; no servers could be reached\n\n");
        return 1;
      }
      answers.push({ name: candidate, type, answer });
    }
  }
  const server = answers[0]?.answer.server ?? configuration.nameservers[0] ?? "127.0.0.1";
  run.print(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
  let failed = false;
  for (const { name: asked, answer } of answers) {
    if (answer.outcome === "found") {
      run.print(answer.records.length === 0 ? "" : `${formatRecords(answer)}\n`);
    } else {
      run.print(`** server can't find ${asked}: ${answer.outcome === "nxdomain" ? "NXDOMAIN" : "SERVFAIL"}\n\n`);
      failed = true;
    }
  }
  return failed ? 1 : 0;
}

// busybox's own resolver goes through the search list unless the name has a dot.
function nslookupNames(name: string, search: readonly string[]): string[] {
  if (name.endsWith(".")) return [name.slice(0, -1)];
  return name.includes(".") || search.length === 0 ? [name] : search.map((domain) => `${name}.${domain}`);
}

function formatRecords(answer: DnsAnswer): string {
  return answer.records
    .map(({ name, type, data }) => {
      if (type === "A" || type === "AAAA") return `Name:\t${name}\nAddress: ${data}\n`;
      if (type === "PTR") return `${name}\tname = ${data}\n`;
      if (type === "CNAME") return `${name}\tcanonical name = ${data}\n`;
      return `${name}\tservice = ${data}\n`;
    })
    .join("");
}
