#!/usr/bin/env node
"use strict";
const { join } = require("node:path");
const { loadProgram } = require("../dist/code-cache.cjs");

const { main } = loadProgram(join(__dirname, "../dist/main.cjs"));
main(process.argv.slice(2));
