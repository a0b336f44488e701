#!/usr/bin/env node
import module from "node:module";

// Where Node.js can keep compiled code between runs (22.8 and later), the second start is faster.
module.enableCompileCache?.();
const { main } = await import("../dist/main.js");
await main(process.argv.slice(2));
