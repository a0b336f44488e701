import { describe, expect, it } from "vitest";
import { humanDuration } from "../../../src/api/duration.ts";
import { titleOf } from "../../../src/kubectl/describe/generic.ts";
import { formatProbe } from "../../../src/kubectl/describe/probe.ts";
import { alignCells } from "../../../src/kubectl/describe/tab-writer.ts";

describe("the alignment of cells", () => {
  it.each([
    [
      "a column lasts as long as consecutive lines have it",
      "a:\tx\nlonger:\ty\nplain\nb:\tz",
      "a:       x\nlonger:  y\nplain\nb:  z",
    ],
    ["an inner column belongs to the lines around it", "a\tb\tc\naa\tbb\tcc\nx\ty", "a   b   c\naa  bb  cc\nx   y"],
    ["what follows the last tab is not padded", "a\t\nbb\tc", "a   \nbb  c"],
    ["width counts characters", "ü\tx\nab\ty", "ü   x\nab  y"],
  ])("%s", (_title, cells, aligned) => {
    expect(alignCells(cells)).toBe(aligned);
  });
});

describe("small texts of descriptions", () => {
  it.each([
    ["podIP", "Pod IP"],
    ["clusterIPs", "Cluster I Ps"],
    ["apiVersion", "API Version"],
    ["openAPIV3Schema", "openAPIV3Schema"],
    ["HTTPServer", "HTTP Server"],
    ["with-dash", "With - Dash"],
    ["snake_case", "snake_case"],
  ])("the field %s is titled %s", (name, title) => {
    expect(titleOf(name)).toBe(title);
  });

  it.each([
    [{ exec: { command: ["cat", "/x"] } }, "exec [cat /x]"],
    [{ httpGet: { scheme: "HTTPS", port: "web", path: "h?a b" } }, "http-get https://:web/h%3Fa%20b"],
    [{ tcpSocket: { port: 80 } }, "tcp-socket :80"],
  ])("a probe reads %j", (handler, text) => {
    const times = "delay=1s timeout=0s period=0s #success=0 #failure=0";
    expect(formatProbe({ ...handler, initialDelaySeconds: 1 } as never)).toBe(`${text} ${times}`);
  });

  it("ages lose figures as they grow", () => {
    const minute = 60_000;
    expect([119_000, 2 * minute, 9 * minute + 1000, 100 * minute, 60 * 7.5 * minute].map(humanDuration)).toEqual([
      "119s",
      "2m",
      "9m1s",
      "100m",
      "7h30m",
    ]);
  });
});
