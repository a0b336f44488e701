// A workshop from its first minute to its last, as people live it: an instructor in a real browser, the wall, five learners at terminals, a
// network that goes and comes back, a host that is killed in the middle. One room; each test goes on where the one before ended.

import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { environment, program, Scratch } from "../cli/program.ts";
import { PseudoTerminal, type TerminalOptions } from "../cli/pseudo-terminal.ts";
import { Host } from "../cli/workshop-host.ts";
import { noBrowser, openBrowser } from "./class-at-work.ts";
import { LooseCable } from "./loose-cable.ts";

if (noBrowser !== undefined) console.warn(`A whole workshop was NOT tested: ${noBrowser}`);

const PATIENCE_MS = 45_000;
const eventually = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: PATIENCE_MS, interval: 100 });
const scratch = new Scratch();

class Learner {
  private seen = 0;

  constructor(readonly desk: PseudoTerminal) {}

  /** Further down than what was seen last; the line with the prompt moves down below what comes. */
  async sees(text: string | RegExp): Promise<void> {
    const at = await this.desk.sees(text, { after: this.seen, timeoutMs: PATIENCE_MS });
    const { screen } = this.desk;
    const length = typeof text === "string" ? text.length : (text.exec(screen.slice(at))?.[0].length ?? 0);
    this.seen = Math.min(at + length, screen.lastIndexOf("\n") + 1);
  }

  /** Of an option that is shown. */
  numberOf(option: string): string {
    const lines = this.desk.screen.split("\n").map((line) => /^ *(\d)\) (.*)$/.exec(line));
    return lines.findLast((found) => found?.[2] === option)?.[1] ?? "";
  }

  async types(line: string, text: string | RegExp): Promise<void> {
    this.desk.enter(line);
    await this.sees(text);
  }
}

describe.skipIf(noBrowser !== undefined)("a whole workshop", { timeout: 120_000 }, () => {
  let host: Host;
  let browser: Browser;
  let cable: LooseCable;
  let page: Page;
  let wall: Page;
  const learners: Learner[] = [];
  let ana: Learner;
  let ben: Learner;
  let dana: Learner;
  const complaints: string[] = [];

  beforeAll(async () => {
    [host, browser] = await Promise.all([
      Host.start({ home: scratch.path, port: 0, args: ["--lessons", "first-pod", "--name", "Morning class"] }),
      openBrowser(),
    ]);
    cable = await LooseCable.lay(host.port);
  }, PATIENCE_MS);

  afterAll(async () => {
    for (const { desk } of learners) desk.close();
    cable?.close();
    await Promise.all([browser?.close(), host?.end("SIGKILL")]);
    scratch.remove();
  });

  async function visit(address: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
    context.setDefaultTimeout(PATIENCE_MS);
    const opened = await context.newPage();
    opened.on("pageerror", (error) => complaints.push(error.message));
    await opened.goto(address);
    return opened;
  }

  function sit(name: string, address: string, looks: Partial<TerminalOptions> = {}, ...args: string[]): Learner {
    const env = environment(scratch.path, { K8S_TUTOR_HOME: join(scratch.path, name) });
    const words = [program, "join", address, "--name", name, ...args];
    const learner = new Learner(new PseudoTerminal({ args: words, env, cwd: scratch.path, ...looks }));
    learners.push(learner);
    return learner;
  }

  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const turnTo = (name: string | RegExp) => page.getByRole("tab", { name }).click();
  const shows = (on: Page, text: string | RegExp) => on.getByText(text).first().waitFor();
  const all = (work: (learner: Learner) => Promise<unknown>) => Promise.all(learners.map(work));
  const terminal = () => page.getByRole("region", { name: "Terminal" });

  it("five join: by code, by address, in plain text, in a small window, through a network of their own", async () => {
    [page, wall] = await Promise.all([visit(host.link), visit(host.link.replace("/#", "/projector#"))]);
    await shows(wall, "Nobody is here yet.");
    const { address } = host;
    const [code = ""] = address.split("@");
    ana = sit("Ana", address);
    ben = sit("Ben", address, {}, "--plain");
    sit("Cem", `http://127.0.0.1:${host.port}/join#${code}`, { columns: 60, rows: 24 });
    dana = sit("Dana", `${code}@127.0.0.1:${cable.end}`);
    sit("Eli", address.toLowerCase());
    await all((learner) => learner.sees("[1/6]"));
    await shows(page, "5 learners listed.");
    await eventually(() => page.locator("tbody th").allInnerTexts()).toEqual(["Ana", "Ben", "Cem", "Dana", "Eli"]);
  });

  it("the gate: everybody stops after the first step, and goes on when it opens", async () => {
    await turnTo("Pace");
    await press("Hold everybody");
    await all((learner) => learner.sees("stop and look up"));
    await shows(wall, "Please stop here and look up.");
    await press("Stop after this step");
    await shows(page, "Open up to step 1 of 6");
    await all((learner) => learner.sees("The instructor lets go."));
    await all(async (learner) => {
      await learner.types("kubectl get nodes", "How many nodes take ordinary tenants?");
      await learner.types("2", "The instructor opens the next step soon.");
    });
    await shows(page, "5 of 5 done");
    await shows(wall, "5 of 5 are done");
    await press("Open the next step");
    await all((learner) => learner.sees("[2/6]"));
  });

  it("a message and a countdown arrive while a command runs, and at every prompt", async () => {
    ana.desk.enter("kubectl get pods -w");
    await new Promise((resolve) => setTimeout(resolve, 500));
    await turnTo("Talk");
    await page.getByLabel("Text").fill("Watch <b>this</b>.");
    await page.getByLabel("Command to copy").fill("kubectl run web --image=nginx");
    await press("Send the message");
    await all((learner) => learner.sees(/The instructor says:\s+Watch <b>this<\/b>\.\s+kubectl run web --image=nginx/));
    await page.getByLabel("Minutes").fill("5");
    await page.getByLabel("What for").fill("Rent an apartment");
    await press("Start the countdown");
    await all((learner) => learner.sees(/The instructor gives you 5 minutes: Rent/));
    await shows(wall, /^(5:00|4:5\d)$/);
    ana.desk.type("\u0003");
    await ana.sees("$");
    await press("Call it off");
    await all((learner) => learner.sees("The countdown is called off."));
  });

  it("a raised hand, a look live and rewound, a hint, a copy of the cluster, the step anew", async () => {
    await ana.types("kubectl run web --image=ngnix", "pod/web created");
    await ana.types("hand it does not start", "Your hand is up");
    await ana.sees(/⇄ hand up ~\S* \$/);
    await turnTo("Help (1)");
    await press("Look and help Ana");
    await eventually(() => terminal().innerText()).toContain("kubectl run web --image=ngnix");
    // Live: what happens next is seen, too.
    await ana.types("kubectl get pods", "web");
    await eventually(() => terminal().innerText()).toMatch(/\$ kubectl get pods\s+NAME[\s\S]+web/);
    await page.getByRole("slider").fill("1");
    await eventually(() => terminal().innerText()).not.toContain("kubectl run web");
    await press("Go live");
    await eventually(() => terminal().innerText()).toContain("kubectl run web --image=ngnix");
    await page.getByLabel("A hint for Ana").fill("Read the image's name aloud.");
    await page.keyboard.press("Enter");
    await ana.sees(/A hint from the instructor:\s+Read the image's name aloud\./);
    await ana.sees(/⇄ ~\S* \$/);
    expect(ben.desk.screen).not.toContain("aloud");

    const args = [program, "workshop", "sandbox", "Ana"];
    const copy = new Learner(new PseudoTerminal({ args, env: environment(scratch.path), cwd: scratch.path }));
    learners.push(copy);
    await copy.sees("A copy of Ana's cluster");
    await copy.types("kubectl get pod web -o jsonpath='{..image}'; echo", "ngnix");
    await copy.types("kubectl delete pod web", 'pod "web" deleted');
    copy.desk.enter("exit");
    expect(await copy.desk.ended(PATIENCE_MS)).toBe(0);
    learners.pop();
  });

  it("a step anew, and a learner who works on without a network", async () => {
    await press("Begin their step anew…");
    await press("Begin it anew");
    await ana.sees("This step begins anew");
    await page.keyboard.press("Escape");
    await ana.types("kubectl get pods", "No resources found");
    cable.cut();
    await dana.sees(/⇄… ~\S* \$/);
    await eventually(() => page.locator("tbody th").allInnerTexts()).toContain("Dana away");
    await dana.types("kubectl run web --image=nginx", "[2/6] Done");
    await dana.sees("The instructor opens the next step soon.");
    await shows(page, "0 of 5 done");
    await dana.types("hand can you see me?", "Your hand is up");
    cable.mend();
    await shows(page, "Help (1)");
    await dana.types("hand down", "Your hand is down.");
    await dana.sees(/⇄ ~\S* \$/);
    await Promise.all(
      learners
        .filter((learner) => learner !== dana)
        .map((learner) => learner.types("kubectl run web --image=nginx", "[2/6] Done")),
    );
    await shows(page, "5 of 5 done");
  });

  it("everybody is brought to the last step, wherever they are", async () => {
    await turnTo("Pace");
    await press("Open all steps");
    await all((learner) => learner.sees("[3/6] Find the address"));
    await ana.types("kubectl get pod web -o wide", "What is the IP address of web?");
    const row = /web .*? (\d+\.\d+\.\d+\.\d+) .*?(maple|oak)/.exec(ana.desk.screen);
    await ana.types(row?.[1] ?? "", "On which node does it run?");
    await ana.types(row?.[2] ?? "", "[4/6]");
    await page.getByRole("combobox", { name: "Step" }).selectOption("first-pod/5");
    await press("Bring everybody here…");
    await press("Bring everybody");
    await all((learner) => learner.sees("[6/6]"));
  });

  it("a question with hidden answers, shown, and a second vote", async () => {
    await turnTo("Talk");
    await page.getByLabel("Question", { exact: true }).fill("Does a bare Pod come back?");
    await page.getByLabel("Option 1", { exact: true }).fill("Yes");
    await page.getByLabel("Option 2", { exact: true }).fill("No");
    await page.getByLabel("Option 2 is right").check();
    await press("Ask everybody");
    await all((learner) => learner.sees("2) No"));
    await Promise.all(learners.map((learner, n) => learner.types(`vote ${n < 3 ? 1 : 2}`, "Your vote:")));
    await shows(wall, "5 of 5 have answered");
    expect(await wall.getByText("%").count()).toBe(0);
    expect(ana.desk.screen).not.toContain("%");
    await press("Show the answers");
    await all((learner) => learner.sees(/3 \(60%\)[\s\S]+2 \(40%\).* right/));
    await shows(wall, "3 (60 %)");
    await press("Vote a second time");
    await all((learner) => learner.sees("second vote:"));
    await all((learner) => learner.types("vote 2", "Your vote: 2) No."));
    await shows(wall, "5 of 5 have answered");
    await press("Show the answers");
    await shows(wall, "5 (100 %), before: 2 (40 %)");
    await all((learner) => learner.sees(/0 \(0%\)[\s\S]+5 \(100%\)/));
  });

  it("the host is killed: everybody works on, and all is there when it is back", async () => {
    const { port } = host;
    await host.end("SIGKILL");
    await shows(page, "No line to the host");
    await all(async (learner) => {
      await learner.types("kubectl delete pod web", 'pod "web" deleted');
      await learner.types("kubectl get pods", "tenant");
    });
    await ana.types("hand what a city", "Your hand is up");
    host = await Host.start({ home: scratch.path, port, args: ["--name", "Morning class"] });
    expect(host.text).toContain("goes on");
    await page.getByText("No line to the host").waitFor({ state: "hidden" });
    await turnTo("Help (1)");
    await shows(page, "“what a city”");
    await press("Seen to Ana");
    await ana.sees("The instructor has seen your hand.");
    await eventually(() => page.locator("tbody th").allInnerTexts()).toEqual(["Ana", "Ben", "Cem", "Dana", "Eli"]);
    await press("Ana");
    await eventually(() => terminal().innerText()).toMatch(/\$ kubectl delete pod web\s+pod "web" deleted/);
    await page.keyboard.press("Escape");
  });

  it("the lesson ends with its questions, and the results are taken home", async () => {
    await all(async (learner) => {
      await learner.desk.sees("What does Kubernetes put on a node", { timeoutMs: PATIENCE_MS });
      await learner.types(learner.numberOf("A Pod"), /five\s+minutes\s+later\?/);
      await learner.types(learner.numberOf("Nothing; it is still gone"), "Right.");
    });
    await shows(page, "5 of 5 done");
    const marks = page.locator("tbody td:nth-child(2) .mark");
    await eventually(() => marks.allInnerTexts()).toEqual(Array(5).fill("Done"));
    await turnTo("Results");
    const [download] = await Promise.all([page.waitForEvent("download"), press("Download as CSV")]);
    let results = "";
    for await (const chunk of await download.createReadStream()) results += String(chunk);
    expect(results.match(/^\w+,first-pod,done,6,/gm)).toHaveLength(5);
  });

  it("who looks at the menu hears the instructor, and is brought back; then the workshop is closed", async () => {
    await ana.types("list", /(?:❯|>) .*Move in: your first Pod/);
    await turnTo("Talk");
    await page.getByLabel("Text").fill("A last word.");
    await press("Send the message");
    await all((learner) => learner.sees(/The instructor says:\s+A last word\./));
    await ana.sees("Move in: your first Pod");
    await turnTo("Pace");
    await page.getByRole("combobox", { name: "Step" }).selectOption("first-pod/0");
    await press("Bring everybody here…");
    await press("Bring everybody");
    await all((learner) => learner.sees("[1/6]"));
    await turnTo("Results");
    await press("Close the workshop…");
    await press("Close it");
    await all((learner) => learner.sees("The workshop is over."));
    await shows(wall, "The workshop is over.");
    await all(async (learner) => {
      learner.desk.enter("exit");
      expect(await learner.desk.ended(PATIENCE_MS)).toBe(0);
    });
    expect(await host.end("SIGINT")).toBe(0);
    expect(complaints).toEqual([]);
  });
});
