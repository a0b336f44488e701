#!/usr/bin/env node
import module from "node:module";
import { fileURLToPath } from "node:url";

// Compiled code that is kept between runs makes the next start faster: Node.js does that from 22.8 on, before that the program does.
const require = module.createRequire(import.meta.url);
module.enableCompileCache?.();
const load = module.enableCompileCache === undefined ? require("../dist/code-cache.cjs").loadProgram : require;
const { main } = load(fileURLToPath(new URL("../dist/main.cjs", import.meta.url)));
await main(process.argv.slice(2));
