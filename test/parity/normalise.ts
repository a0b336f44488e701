// What legitimately differs between two clusters that live at the same time, made alike on both sides: instants, ages, what is drawn
// at random or by chance of timing, and what belongs to one machine. Nothing else is touched.

export interface Surroundings {
  /** The folder of this world. */
  readonly folder: string;
  /** As in `https://127.0.0.1:39211`. */
  readonly server: string;
  readonly secrets: readonly string[];
}

type Rule = readonly [pattern: RegExp, replacement: string];

// As in `5m3s`. In a table it stands alone in its cell, or as in `2m (x3 over 5m)` and `4 (10s ago)`.
const age = "(?:\\d+[smhdy]){1,2}|<invalid>";

const rules: readonly Rule[] = [
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, "<time>"],
  [/\b\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4} UTC)?(?: m=[+-][\d.]+)?/g, "<time>"],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?!Jan 1970)\w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, "<time>"],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} [ \d]\d \d\d:\d\d:\d\d UTC \d{4}/g, "<time>"],
  [/^([EWIF])\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ /gm, "$1<time> <pid> "],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "<uid>"],
  [/\b(resourceVersion"?: ?"?)\d+/g, "$1<version>"],
  [/\b(Resource Version: +)\d+/g, "$1<version>"],
  [/\bmilliseconds=\d+/g, "milliseconds=<n>"],
  [/\b(kubectl(?:\.1\.33)?-edit-)\d+/g, "$1<random>"],
  [/(?<=\/(?:LIVE|MERGED)-)\d+/g, "<random>"],
  [/(?<=\.)1[0-9a-f]{15}\b/g, "<event>"],
  [/-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, "-<rnd>"],
  [/\b10\.(?:244|9[6-9]|10\d|11[01])\.\d{1,3}\.\d{1,3}\b(?!\/)/g, "<ip>"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "<token>"],
  [/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g, "<certificate>"],
  [/\bLS0tLS1CRUdJTi[\w+/=]+/g, "<pem>"],
  [/(?<=127\.0\.0\.1:)[3-6]\d{4}\b/g, "<port>"],
  [/(containerID"?: ?"?containerd:\/\/|Container ID: +containerd:\/\/)[0-9a-f]{64}/g, "$1<id>"],
  [/(?<=\bin )[\d.]+m?s \([\d.]+m?s including waiting\)/g, "<duration> (<duration> including waiting)"],
  [new RegExp(`(?<= {2}|^|\\(|over |ago \\(x\\d+ over )(?:${age})(?= {2}|$|\\)| \\(| ago)`, "gm"), "<age>"],
  [/\b(AGE|DURATION|LAST SEEN|FIRST SEEN|LAST SCHEDULE|Age|IP|CLUSTER-IP)\b {2,}(?=\S)/g, "$1  "],
  [/(<age>|<ip>|<time>|<rnd>|<duration>) +(?=\S)/g, "$1 "],
];

export function normalise(text: string, { folder, server, secrets }: Surroundings): string {
  let result = text.replaceAll(folder, "<folder>").replaceAll(server, "<server>");
  for (const secret of secrets) result = result.replaceAll(secret, "<secret>");
  for (const [pattern, replacement] of rules) result = result.replace(pattern, replacement);
  return result.replace(/[^\n]+(?:\n[^\n]+)*/g, withoutWidths);
}

/** How wide a column is depends on the longest address in it, for the rows without one too. */
function withoutWidths(paragraph: string): string {
  return paragraph.includes("<ip>") ? paragraph.replace(/(?<=\S) {2,}(?=\S)/g, "  ") : paragraph;
}

export function sortedLines(text: string): string {
  return text.split("\n").sort().join("\n");
}
