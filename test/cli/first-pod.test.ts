import { afterAll, describe, expect, it } from "vitest";
import { environment, program, Scratch } from "./program.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

const scratch = new Scratch();
const open: PseudoTerminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.close();
  scratch.remove();
});

function start(...args: string[]): PseudoTerminal {
  const terminal = new PseudoTerminal({
    args: [program, "start", ...args],
    env: environment(scratch.path),
    cwd: scratch.path,
  });
  open.push(terminal);
  return terminal;
}

const left = "\u001b[D";
const up = "\u001b[A";
const backspace = "\u007f";

// One learner, from the first key to the end of the quiz; each test goes on where the one before ended.
describe("the lesson first-pod, as a person plays it", { timeout: 20_000 }, () => {
  let address = "";
  let node = "";

  it("tells, asks, corrects and helps", async () => {
    const learner = start("first-pod");
    await learner.sees("[1/6] Find out how many buildings");
    await learner.interrupts();
    await learner.enters("kubectl gte nodes", 'error: unknown command "gte" for "kubectl"');
    await learner.sees(/Did you mean this\?\s+get\s+~\/work \$/);
    // The prompt has said it: nothing else is said of it.
    await learner.enters("kubectl get nods", /→ Did you mean nodes\?\s+~\/work \$/);
    learner.type(`kubectl get nodXes${left}${left}${backspace}\r`);
    await learner.sees(/city-hall +Ready +control-plane/);
    await learner.sees("✓ You have looked at the nodes");
    await learner.sees("How many nodes take ordinary tenants?");
    await learner.enters("3", "One of them is city hall itself.");
    await learner.enters("2", "✓ [1/6] Done.");

    await learner.enters("kubectl run web --image=ngnix", "Now wait for Pod web to get ready");
    await learner.sees("Read its name aloud, letter by letter");
    await learner.enters("hint", "Hint 1 of 3:");
    // The tutor notices by itself when the image is there, and does not repeat what has been mended.
    await learner.enters("kubectl set image pod/web web=nginx", "✓ [2/6] Done.");
    expect(learner.screen.match(/letter by letter/g)).toHaveLength(1);

    await learner.enters("kubectl get pod web -o wide", "What is the IP address of web?");
    [, address = "", node = ""] = /web +1\/1 +Running +0 +\S+ +(\S+) +(\S+)/.exec(learner.screen) ?? [];
    expect(address).toMatch(/^10\.244\.\d+\.\d+$/);
    expect(["maple", "oak"]).toContain(node);
    learner.enter("exit");
    expect(await learner.ended()).toBe(0);
  });

  it("goes on at the same step in the same cluster, and survives a closed terminal", async () => {
    const learner = start();
    await learner.sees("you are where you left off");
    await learner.sees("[3/6] Find the address (IP) of web");
    await learner.sees("What is the IP address of web?");
    const before = learner.screen.length;
    learner.type(`${up}${up}`);
    await learner.sees("kubectl get pod web -o wide", { after: before });
    learner.type("\r");
    await learner.sees(new RegExp(`web +1/1 +Running +0 +\\S+ +${address} +${node}`), { after: before });
    await learner.enters(address, "On which node does it run?");
    learner.hangUp();
    expect(await learner.ended()).not.toBe(0);
  });

  it("undoes, redoes, and ends with the quiz", async () => {
    const learner = start();
    await learner.sees("On which node does it run?");
    await learner.enters("undo", `Taken back: the answer ${address}`);
    await learner.sees("What is the IP address of web?", { after: learner.screen.lastIndexOf("Taken back") });
    await learner.enters("undo", "Taken back: kubectl set image pod/web web=nginx");
    await learner.sees("[2/6] Create a Pod named web");
    await learner.enters("kubectl get pod web -o jsonpath='image {.spec.containers[0].image}'", "image ngnix");
    await learner.enters("redo", "Done again: kubectl set image");
    await learner.enters("redo", `Done again: the answer ${address}`);
    await learner.sees("On which node does it run?", { after: learner.screen.lastIndexOf("Done again") });
    await learner.enters(node, "✓ [3/6] Done.");

    await learner.enters("kubectl describe pod web", "Which part of Kubernetes chose the node?");
    await learner.enters("kubelet", "The superintendent (kubelet) opened the door, later.");
    await learner.enters("scheduler", "✓ [4/6] Done.");
    await learner.enters("kubectl run web --image=httpd", "AlreadyExists: that name is taken.");
    await learner.enters("kubectl run tenant --image=httpd", "✓ [5/6] Done.");
    await learner.enters("kubectl delete pod web", 'pod "web" deleted');
    await learner.enters("kubectl get pods", "✓ [6/6] Done.");

    await learner.sees("[1/2] Quiz");
    await learner.enters("nine", "Answer with a number from 1 to 4.");
    const [, right = ""] = /(\d)\) A Pod/.exec(learner.screen) ?? [];
    await learner.enters(right, "✓ Right.");
    const [, wrong = ""] = /(\d)\) A new web, because the kubelet/.exec(learner.screen) ?? [];
    await learner.enters(wrong, "✗ Not quite. It is: Nothing; it is still gone");
    await learner.sees("✓ Move in: your first Pod: done.");
    await learner.enters("list", "[x] Move in: your first Pod (12 min), done");
    learner.type("\u0003");
    expect(await learner.ended()).toBe(0);
  });
});
