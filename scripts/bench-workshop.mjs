// A workshop's host under load: simulated learners at real WebSockets, each with an event every ten seconds, and an instructor's page that
// hears of them. Learners and hosts are processes of their own.
//
//   node scripts/bench-workshop.mjs [--learners 200,1000,5000] [--seconds 20]      these rows alone
import { mkdtempSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** @returns rows of [what, value, relative] */
export async function benchWorkshop({ learners = [200, 1000, 5000], seconds = 20 } = {}) {
  // The measuring is TypeScript, shared with the tests.
  const folder = mkdtempSync(join(root, "node_modules/.bench-workshop-"));
  const outfile = join(folder, "main.mjs");
  const rows = [];
  try {
    const options = { bundle: true, format: "esm", platform: "node", packages: "external", logLevel: "warning" };
    await build({ ...options, absWorkingDir: root, entryPoints: ["test/workshop/load/main.ts"], outfile });
    const { measureLoads } = await import(pathToFileURL(outfile).href);
    await measureLoads(join(root, "test/workshop/load"), learners, seconds, (load) => rows.push(rowOf(load)));
    if (!rows.some(([what]) => what.includes("PostgreSQL")))
      rows.push(["two hosts with PostgreSQL", "not measured", "there is no PostgreSQL here to start"]);
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf({ learners, hosts, kind, events, lost, p50, p99, seatedMs, cores, mib, bytesAnEvent }) {
  const where = hosts === 1 ? "one host" : `${hosts} hosts`;
  const disk = bytesAnEvent === undefined ? "" : `, ${bytesAnEvent.toFixed(0)} bytes an event`;
  return [
    `${learners} learners, ${where}, ${kind}: event to page`,
    `${p50.toFixed(0)} / ${p99.toFixed(0)} ms`,
    `p50 / p99 of ${events}, ${lost} unheard; ${cores.toFixed(2)} cores, ${mib.toFixed(0)} MiB${disk}; all seated in ${(seatedMs / 1000).toFixed(1)} s`,
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { values } = parseArgs({
    options: { learners: { type: "string", default: "200,1000,5000" }, seconds: { type: "string", default: "20" } },
  });
  const learners = values.learners.split(",").map(Number);
  for (const [what, value, relative] of await benchWorkshop({ learners, seconds: Number(values.seconds) }))
    console.log(`${what.padEnd(58)} ${value.padStart(22)}  ${relative}`);
}
