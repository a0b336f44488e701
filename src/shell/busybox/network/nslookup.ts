// Stands for nslookup, as busybox has it.

import { queryName, resolverConfiguration } from "../../connect.ts";
import type { DnsAnswer, RecordType } from "../../process.ts";
import type { Doing } from "../../reading.ts";
import type { Run } from "../applet.ts";
import { recordTypes, reverseName } from "./dns-names.ts";

interface Asked {
  readonly name: string;
  readonly answer: DnsAnswer;
}

export function* nslookup(run: Run): Doing<number> {
  const [name] = run.args.filter((arg) => !arg.startsWith("-"));
  if (name === undefined) return run.usage("nslookup [-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]");
  const configuration = resolverConfiguration(run.process);
  const answers = yield* askAll(run, name, configuration.search);
  if (answers === undefined) {
    run.print(";; connection timed out; no servers could be reached\n\n");
    return 1;
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

/** Undefined when a question went unanswered. */
function* askAll(run: Run, name: string, search: readonly string[]): Doing<readonly Asked[] | undefined> {
  const isReverse = /^\d+(\.\d+){3}$/.test(name);
  const given = givenType(run.args);
  const types: readonly RecordType[] = given !== undefined ? [given] : isReverse ? ["PTR"] : ["A", "AAAA"];
  const target = isReverse ? reverseName(name) : name;
  const names = isReverse || given === "PTR" ? [target] : nslookupNames(name, search);
  const answers: Asked[] = [];
  for (const candidate of names) {
    for (const type of types) {
      const answer = yield* queryName(run.process, candidate, type, 10_000);
      if (answer === undefined) return undefined;
      answers.push({ name: candidate, answer });
    }
  }
  return answers;
}

function givenType(args: readonly string[]): RecordType | undefined {
  const value = args.find((arg) => /^-(query)?(type|q)=/i.test(arg))?.split("=")[1];
  const type = value?.toUpperCase();
  return type !== undefined && recordTypes.includes(type) ? (type as RecordType) : undefined;
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
