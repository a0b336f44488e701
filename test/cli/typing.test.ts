// What the prompt shows and says of a line while it is typed, and of a slip afterwards.

import { describe, expect, it, test } from "vitest";
import { historyProgram } from "../../src/cli/history-program.ts";
import { didYouMean, nearest } from "../../src/cli/typing/did-you-mean.ts";
import { TypingKnowledge } from "../../src/cli/typing/knowledge.ts";
import { kubectlCommands, paintLine, partsOf } from "../../src/cli/typing/paint.ts";
import { createStyler } from "../../src/terminal/style.ts";

const aliases = new Map([
  ["k", "kubectl"],
  ["kgp", "kubectl get pods"],
]);
const shell = { aliases, isCommand: (word: string) => ["kubectl", "k", "kgp", "grep", "echo", "cat"].includes(word) };
const knowledge = new TypingKnowledge();

/** A server that nobody reaches has no kinds that could be called wrong. */
function nobody(): never {
  throw new Error("no server");
}

const SIGNS = { command: "*", mistake: "!", kind: "~", quoted: "'", operator: "|", comment: "#" } as const;

/** One sign below each letter. */
async function painted(line: string): Promise<string> {
  for (const words of kubectlCommands(line, aliases)) await knowledge.learn(words, nobody);
  const signs = [...line].map(() => " ");
  for (const { start, end, look } of partsOf(line, shell, knowledge))
    for (let at = start; at < end; at++) signs[at] = SIGNS[look];
  return signs.join("").trimEnd();
}

describe("colours", () => {
  test.each<[line: string, signs: string]>([
    ["kubectl get pods -o wide", "******* *** ~~~~"],
    ["k get deploy/web svc", "* *** ~~~~~~~~~~"],
    ["k get pods,svc -n x", "* *** ~~~~~~~~"],
    ["kubectl gte pods ", "******* !!!"],
    // A word under way is not wrong yet.
    ["kubectl gte", "*******"],
    ["kubectl get podz", "******* ***"],
    ["kubectl get pods --watchh", "******* *** ~~~~"],
    ["kubectl get pods --watchh ", "******* *** ~~~~ !!!!!!!!"],
    ["kubectl -n shop get pods -oyaml -A ", "*******         *** ~~~~"],
    ["kubectl get pods -nshop --namespace=shop -Z ", "******* *** ~~~~                         !!"],
    ["kubectl rollout status deploy/web --bar ", "******* ******* ****** ~~~~~~~~~~ !!!!!"],
    ["kubectl rollout undone ", "******* ******* !!!!!!"],
    ["kubectl create deployment web --replicas=2 ", "******* ****** **********"],
    ["kubectl label pods web app=x ", "******* ***** ~~~~"],
    ["kubectl exec web -- ls --color ", "******* ****"],
    ["kubectl config get-contexts ", "******* ****** ************"],
    ["kubectl explain pods.spec ", "******* ******* ~~~~~~~~~"],
    ["kubectl get -f file.yaml ", "******* ***"],
    ["kgp --nope ", "*** !!!!!!"],
    ["A=b echo 'one' \"two\" # end", "    ****  ''''' ''''' #####".replace("  '", " '")],
    ["echo x | grep y && nonsense > f", "****   | ****   ||          |"],
    ["echo $(kubectl get nodes )", "**** ||******* *** ~~~~~ |"],
    ["cat <<EOF\nkubectl gte x\nEOF\nk gte ", `${"*** ||".padEnd(28)}* !!!`],
  ])("%s", async (line, signs) => expect(await painted(line)).toBe(signs));

  it("are none where none are wanted", () => {
    const plain = createStyler({ color: false, plain: true });
    expect(paintLine("kubectl get pods", shell, knowledge, plain)).toEqual([]);
  });

  it("are never the only sign of a mistake", async () => {
    await painted("kubectl get pods x");
    const styler = createStyler({ color: true, plain: false });
    const line = "kubectl gte x";
    const mistake = paintLine(line, shell, knowledge, styler).find(({ start }) => start === 8);
    expect(mistake?.style("gte")).toContain("\u001b[4m");
  });
});

describe("did you mean", () => {
  const known = {
    commands: () => ["kubectl", "grep", "echo", "let", "k"],
    verbs: async () => ["get", "delete"],
    kinds: () => ["pods", "deployments", "services", "po"],
    flags: async () => ["--namespace", "--watch", "--watch-only"],
    objects: async (kind: string) => (kind === "pods" ? ["web-1", "shop"] : ["web"]),
  };
  test.each<[complaint: string, meant: string | undefined]>([
    ["kubctl: command not found\n", "kubectl"],
    ["bash: gerp: command not found", "grep"],
    ["xyz: command not found", undefined],
    ["get: command not found", "kubectl get"],
    ["1: command not found", undefined],
    [`error: the server doesn't have a resource type "deploymnets"`, "deployments"],
    [`error: the server doesn't have a resource type "pdos"`, "pods"],
    ["error: unknown flag: --namespcae\nSee 'kubectl get --help' for usage.", "--namespace"],
    ['Error from server (NotFound): pods "web-2" not found', "web-1"],
    ['Error from server (NotFound): deployments.apps "wbe" not found', "web"],
    ['Error from server (NotFound): pods "other" not found', undefined],
    // kubectl has said it itself.
    ['error: unknown command "gte" for "kubectl"\n\nDid you mean this?\n\tget\n', undefined],
    ["Error from server (Forbidden): nodes is forbidden", undefined],
  ])("%s", async (complaint, meant) => expect(await didYouMean(complaint, known)).toBe(meant));

  it("takes the nearest", () => {
    expect(nearest("servcies", ["secrets", "services"])).toBe("services");
    expect(nearest("po", ["no", "po"])).toBe("no");
    expect(nearest("nods", ["pods", "nodes"])).toBe("nodes");
    expect(nearest("abc", ["xyz"])).toBeUndefined();
  });
});

describe("history", () => {
  function run(...args: string[]) {
    const shown = { stdout: "", stderr: "" };
    const write = (stream: keyof typeof shown) => ({
      write: (text: string) => {
        shown[stream] += text;
        return true;
      },
    });
    const process = { argv: ["history", ...args], stdout: write("stdout"), stderr: write("stderr") };
    let isForgotten = false;
    const forget = () => {
      isForgotten = true;
    };
    const history = { lines: () => ["one", "two", "three"], forget };
    const { value } = historyProgram(history)(process as never).next();
    return { ...shown, exitCode: value, isForgotten };
  }
  test.each<[args: string[], stdout: string, exitCode: number]>([
    [[], "    1  one\n    2  two\n    3  three\n", 0],
    [["2"], "    2  two\n    3  three\n", 0],
    [["-c"], "", 0],
    [["-x"], "", 2],
  ])("%j", (args, stdout, exitCode) =>
    expect(run(...args)).toMatchObject({ stdout, exitCode, isForgotten: args[0] === "-c" }),
  );
});
