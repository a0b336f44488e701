import { defineConfig } from "vitest/config";
import { patienceFlag } from "./src/cli/compiler-patience.ts";

const flag = patienceFlag();

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    // Many tests wait for a real kubectl or for seconds to pass: every core may have one.
    maxWorkers: "100%",
    execArgv: flag === undefined ? [] : [flag],
  },
});
