// The instructor's page and the projector's, in a real browser, against a real host with learners that are scripts.

import { join } from "node:path";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { PageFiles } from "../../src/workshop/host/pages.ts";
import { builtPages, noBrowser, openBrowser, openClass, ScriptedLearner } from "./class-at-work.ts";
import type { RoomAtWork } from "./room-at-work.ts";
import { SmallDisk } from "./small-disk.ts";

if (noBrowser !== undefined) console.warn(`The workshop's pages were NOT tested: ${noBrowser}`);

const LAPTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: "dark" } as const;
/** Quiet machines need none of it. */
const PATIENCE_MS = 15_000;
const eventually = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: PATIENCE_MS });
const EVIL = `<img src=x onerror="wasRun=1">`;

describe.skipIf(noBrowser !== undefined)("the workshop's pages", () => {
  let browser: Browser;
  let pages: PageFiles;
  let room: RoomAtWork;
  const complaints: string[] = [];

  beforeAll(async () => {
    pages = builtPages();
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    room = await openClass(pages);
    complaints.length = 0;
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await room.close();
  });

  async function visit(path: string, options: BrowserContextOptions = LAPTOP, at = room): Promise<Page> {
    const context = await browser.newContext({ ...options, bypassCSP: false, reducedMotion: "reduce" });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${at.port}${path}`);
    return page;
  }
  const instructor = (options?: BrowserContextOptions) => visit(`/#${room.token}`, options);
  const projector = (options?: BrowserContextOptions) => visit(`/projector#${room.token}`, options);
  const sit = (name: string) => ScriptedLearner.join(room, name);
  const seat = (count: number) => {
    for (let n = 0; n < count; n++)
      room.ledger?.room.addLearner({ id: `l${n}`, name: `Learner ${n}`, joinedAt: 1, seatHash: "" });
  };
  const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true }).click();
  const turnTo = (page: Page, name: string | RegExp) => page.getByRole("tab", { name }).click();
  const shows = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

  async function faults(page: Page): Promise<readonly string[]> {
    // The policy of the pages forbids scripts from elsewhere; the checker comes by the debugger's door.
    if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
    const run =
      "axe.run().then(({violations}) => violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html).join(' | ')))";
    return page.evaluate<readonly string[]>(run);
  }

  it("are small", () => {
    const sizes = [...pages.values()].map(({ body }) => body.length);
    expect(Math.max(...sizes)).toBeLessThan(72 * 1024);
  });

  it("show who needs help first, by shape and word, and what goes wrong; names and output stay text", async () => {
    await room.ledger?.order({ kind: "gate", openTo: { lesson: "first-pod", step: 1 }, isHeld: false });
    const ana = (await sit("Ana")).at(1);
    (await sit("Ben")).at(1).fails(6, 1, 'Error from server (NotFound): pods "wbe" not found');
    const evil = (await sit(EVIL)).at(2).raise("<b>help</b>\u001b[31m");
    (await sit("Zoe")).leave();
    const page = await instructor();
    await shows(page, "6 tries at this step");
    expect(page.url()).not.toContain(room.token);
    const rows = page.locator("tbody tr");
    await eventually(() => rows.locator("th").allInnerTexts()).toEqual([EVIL, "Ben", "Ana", "Zoe away"]);
    expect(await rows.locator("td:nth-child(2) .mark").allInnerTexts()).toEqual([
      "Hand raised",
      "Stuck",
      "Working",
      "Not begun",
    ]);
    expect(await rows.locator("td:nth-child(2) svg").count()).toBe(4);
    await shows(page, 'Error from server (NotFound): pods "wbe" not found');
    await shows(page, "1 of 4 done");
    ana.at(3);
    await shows(page, "2 of 4 done");

    await turnTo(page, "Help (1)");
    await shows(page, "“<b>help</b>[31m”");
    await press(page, `Look and help ${EVIL}`);
    expect(await page.getByRole("region", { name: "Terminal" }).innerText()).toMatch(
      /# 4\nNAME {3}READY {3}STATUS\n<script>window.wasRun = true<\/script>$/,
    );
    expect(await page.evaluate("typeof wasRun")).toBe("undefined");
    expect(evil.heard("stage")).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it("set the pace, and ask before they move everybody", async () => {
    const ana = (await sit("Ana")).at(1);
    const page = await instructor();
    await press(page, "Hold everybody");
    expect(await ana.hears("gate", ({ isHeld }) => isHeld)).toMatchObject({ openTo: null });
    await press(page, "Let go");
    await press(page, "Stop after this step");
    await ana.hears("gate", ({ openTo }) => openTo?.step === 1);
    await press(page, "Open the next step");
    await ana.hears("gate", ({ openTo }) => openTo?.step === 2);
    await page.getByRole("combobox", { name: "Step" }).selectOption("labels/1");
    await press(page, "Bring everybody here…");
    await press(page, "No, go back");
    expect(ana.heard("go")).toEqual([]);
    await press(page, "Bring everybody here…");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await press(page, "Bring everybody");
    expect(await ana.hears("go")).toEqual({ kind: "go", lesson: "labels", step: 1, to: null });
    await shows(page, "Open up to step 2 of 2, Labels.");
    await press(page, "Open all steps");
    await shows(page, "All steps are open.");
  });

  it("talk: a message with a command, a question voted on twice, a countdown, all of it on the wall", async () => {
    const [ana, ben] = [await sit("Ana"), await sit("Ben")];
    ana.at(1);
    const [page, wall] = [await instructor(), await projector()];
    await turnTo(page, "Talk");
    await page.getByLabel("Text").fill("Look at the events.");
    await page.getByLabel("Command to copy").fill("kubectl get events");
    await press(page, "Send the message");
    expect(await ben.hears("broadcast")).toMatchObject({ text: "Look at the events.", command: "kubectl get events" });

    await page.getByLabel("Question", { exact: true }).fill("Does a bare Pod come back?");
    await page.getByLabel("Option 1", { exact: true }).fill("Yes");
    await page.getByLabel("Option 2", { exact: true }).fill("No");
    await page.getByLabel("Option 2 is right").check();
    await press(page, "Ask everybody");
    const { question } = await ana.hears("ask");
    ana.tell({ kind: "vote", question, option: 0 });
    ben.tell({ kind: "vote", question, option: 1 });
    await shows(wall, "2 of 2 have answered");
    expect(await wall.getByText("50 %").count()).toBe(0);
    await press(page, "Show the answers");
    expect(await ana.hears("reveal")).toEqual({ kind: "reveal", question, counts: [1, 1], right: 1 });
    await shows(wall, "✓ right");
    await press(page, "Vote a second time");
    await ana.hears("ask", ({ round }) => round === 2);
    ana.tell({ kind: "vote", question, option: 1 });
    await shows(page, "Second vote: 1 of 2 learners answered.");
    await press(page, "Show the answers");
    await shows(wall, "1 (100 %), before: 1 (50 %)");

    await page.getByLabel("Minutes").fill("2");
    await page.getByLabel("What for").fill("In pairs");
    await press(page, "Start the countdown");
    const { until } = await ana.hears("countdown");
    expect(Math.abs((until ?? 0) - Date.now() - 120_000)).toBeLessThan(10_000);
    await shows(wall, /1:5\d|2:00/);
    await press(page, "One minute more");
    await ana.hears("countdown", (order) => order.until === (until ?? 0) + 60_000);
    await press(page, "Call it off");
    await ana.hears("countdown", (order) => order.until === null);
    expect(complaints).toEqual([]);
  });

  it("help: the longest wait first, a look that rewinds, a hint, a step anew, a map on the wall, an end", async () => {
    const [ana, ben] = [(await sit("Ana")).at(1).raise("why?"), await sit("Ben")];
    const [page, wall] = [await instructor(), await projector()];
    await shows(page, "Help (1)");
    ben.at(1).raise();
    await turnTo(page, "Help (2)");
    expect(await page.locator("ol.queue .mark").allInnerTexts()).toEqual(["Ana", "Ben"]);
    await press(page, "Seen to Ben");
    await ben.hears("hand-seen");
    await press(page, "Look and help Ana");
    await shows(page, `k8s-tutor workshop sandbox ${ana.id}`);
    const terminal = page.getByRole("region", { name: "Terminal" });
    await eventually(() => terminal.innerText()).toContain("# 4");
    await page.getByRole("slider").fill("1");
    await shows(page, "After 1 of 4 inputs");
    await eventually(() => terminal.innerText()).not.toContain("# 2");
    await press(page, "Go live");
    await eventually(() => terminal.innerText()).toContain("# 4");
    await page.getByLabel("A hint for Ana").fill("Read the column STATUS.");
    await page.keyboard.press("Enter");
    expect(await ana.hears("hint")).toEqual({ kind: "hint", text: "Read the column STATUS.", to: ana.id });
    expect(ben.heard("hint")).toEqual([]);
    await press(page, "Begin their step anew…");
    await press(page, "Begin it anew");
    await ana.hears("reset-step");
    await press(page, "Show this map on the projector");
    await shows(wall, "The cluster of Ana");
    await shows(wall, "● web Running");
    await press(page, "Erase…");
    await press(page, "Erase");
    await eventually(() => page.locator("tbody th").allInnerTexts()).toEqual(["Ben"]);
    await eventually(() => wall.getByText("Ana").count()).toBe(0);
  });

  it("come back by themselves after the host was away, refuse another room's link, and hand out results", async () => {
    (await sit("Ana")).at(1);
    const page = await instructor();
    await shows(page, "1 learner listed.");
    await room.shut();
    await shows(page, "No line to the host");
    await room.open();
    await page.getByText("No line to the host").waitFor({ state: "hidden" });
    expect(await page.locator("tbody th").allInnerTexts()).toEqual(["Ana away"]);
    await page.reload();
    await turnTo(page, "Results");
    for (const form of ["CSV", "JSON"]) {
      const [download] = await Promise.all([page.waitForEvent("download"), press(page, `Download as ${form}`)]);
      let text = "";
      for await (const chunk of await download.createReadStream()) text += String(chunk);
      expect(text).toContain("Ana");
    }
    const stranger = await visit("/#not-the-token");
    await shows(stranger, "This link is not of this room.");
    await stranger.getByLabel("The link").fill(`http://host/#${room.token}`);
    await press(stranger, "Open the room");
    await shows(stranger, "1 learner listed.");
  });

  it("draw of five thousand only those in sight, and find one", async () => {
    seat(5000);
    const page = await instructor();
    await shows(page, "5,000 learners listed.");
    await press(page, "In groups, by step and state");
    expect(await page.locator("tbody tr").count()).toBeLessThan(100);
    await page.locator(".scroll").evaluate((scroll) => {
      scroll.scrollTop = scroll.scrollHeight;
    });
    await page.getByRole("button", { name: "Learner 999", exact: true }).waitFor();
    await page.getByRole("searchbox").fill("learner 4321");
    await shows(page, "1 learner listed.");
  });

  it("put a thousand in groups by step and state, which open and close by the keyboard", async () => {
    seat(1000);
    const state = (n: number) => {
      const steps = Array.from({ length: 4 }, () => ({
        status: "open" as const,
        hintsShown: n % 10 === 0 ? 3 : 0,
        attempts: 0,
      }));
      return { kind: "standing", lesson: "first-pod", phase: "steps", step: n % 2, steps } as const;
    };
    // All but a hundred have begun; every tenth is stuck.
    for (let n = 0; n < 900; n++)
      room.ledger?.room.takeEvent({
        position: 0,
        learner: `l${n}`,
        device: "d",
        seq: 1,
        at: 1,
        receivedAt: Date.now(),
        event: state(n),
      });
    (await sit("Ana")).at(1).raise("help");
    const page = await instructor();
    await shows(page, "1,001 learners listed.");
    const groups = page.locator("tr.group");
    await eventually(() => groups.allInnerTexts()).toEqual([
      expect.stringMatching(/step 2 of 4, Move in\s*Hand raised\s*1 learner$/),
      expect.stringMatching(/step 1 of 4, first-pod\s*Stuck\s*90 learners\s*90 away/),
      expect.stringMatching(/step 1 of 4, first-pod\s*Working\s*360 learners/),
      expect.stringMatching(/step 2 of 4, first-pod\s*Working\s*450 learners/),
      expect.stringMatching(/not begun\s*Not begun\s*100 learners/),
    ]);
    expect(await page.locator("tbody tr").count()).toBe(5);
    expect(await faults(page)).toEqual([]);
    const stuck = groups.nth(1).getByRole("button");
    await stuck.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Learner 0", exact: true }).waitFor();
    expect(await stuck.getAttribute("aria-expanded")).toBe("true");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText("Learner 0").first().waitFor();
    await page.keyboard.press("Escape");
    // While somebody is at a row, nobody leaves their group.
    room.ledger?.room.takeEvent({
      position: 0,
      learner: "l10",
      device: "d",
      seq: 2,
      at: 1,
      receivedAt: Date.now(),
      event: state(1),
    });
    await page.getByRole("button", { name: "Learner 10", exact: true }).waitFor();
    await stuck.focus();
    await page.keyboard.press("Space");
    await eventually(() => page.locator("tbody tr").count()).toBe(5);
    await page.getByRole("searchbox").fill("learner 321");
    await page.getByRole("button", { name: "Learner 321", exact: true }).waitFor();
  });

  it("say what the host has to say, and show what an instructor draws", async ({ skip }) => {
    const disk = SmallDisk.mount();
    if (typeof disk === "string") return skip(disk);
    onTestFinished(() => disk.remove());
    const small = await openClass(pages, join(disk.path, "room"));
    onTestFinished(() => small.close());
    const ana = (await ScriptedLearner.join(small, "Ana")).at(1);
    await small.post({ code: "WRONG234", name: "Eve" });
    const at = (path: string) => visit(path, LAPTOP, small);
    const [page, wall] = [await at(`/#${small.token}`), await at(`/projector#${small.token}`)];
    await page.getByText("1 word from the host").click();
    await shows(page, "refused: a wrong code (127.0.0.1)");
    disk.fill();
    for (let n = 0; n < 30; n++) ana.raise("x".repeat(400));
    const alarm = page.getByRole("alert").filter({ hasText: "The host cannot keep anything just now" });
    await alarm.waitFor();
    expect(await alarm.innerText()).toContain("is full");
    expect(await faults(page)).toEqual([]);
    await press(page, "Hold everybody");
    await shows(page, /Not done: .* is full/);
    disk.free();
    await alarm.waitFor({ state: "hidden" });
    await press(page, "Hold everybody");
    await ana.hears("gate", ({ isHeld }) => isHeld);

    const own = await small.instructor();
    own.ask({
      kind: "show",
      picture: { title: "<b>Mine</b>", lines: ["\u001b[31m┌ worker ┐\u001b[0m", "└────────┘"] },
    });
    await shows(wall, "<b>Mine</b>");
    expect(await wall.getByRole("region", { name: "Cluster map" }).innerText()).toBe("┌ worker ┐\n└────────┘");
    own.socket.close();
    await wall.getByText("Mine").waitFor({ state: "hidden" });
  });

  it("say how to join, on the wall and to who points a phone at it", async () => {
    const wall = await projector();
    await shows(wall, "Nobody is here yet.");
    const qr = wall.getByRole("img", { name: new RegExp(`http://127.0.0.1:${room.port}/join#ABCD-EFGH`) });
    expect(await qr.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(
      0,
    );
    const door = await visit("/join#ABCD-EFGH", PHONE);
    await shows(door, "k8s-tutor");
    expect(await door.locator("code.command").innerText()).toBe(`npx k8s-tutor join ABCD-EFGH@127.0.0.1:${room.port}`);
  });

  it.each([
    ["a laptop, light", LAPTOP],
    ["a laptop, dark", { ...LAPTOP, colorScheme: "dark" as const }],
    ["a phone, light", { ...PHONE, colorScheme: "light" as const }],
    ["a phone, dark", PHONE],
  ])("have no fault that an accessibility checker finds, on %s", async (_, size) => {
    (await sit("Ana")).at(1).raise("why?");
    (await sit("Ben")).at(1, 3);
    const [page, wall] = [await instructor(size), await projector(size)];
    // All parts at once.
    await page.getByRole("tabpanel", { includeHidden: true }).evaluateAll((panels) => {
      for (const panel of panels) panel.removeAttribute("hidden");
    });
    expect(await faults(page), "the room").toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await turnTo(page, /Help/);
    await press(page, "Look and help Ana");
    await shows(page, "● web Running");
    expect(await faults(page), "a learner").toEqual([]);
    expect(await faults(wall), "the wall").toEqual([]);
    const own = await room.instructor();
    own.ask({ kind: "show", picture: { title: "Mine", lines: ["─".repeat(120)] } });
    await shows(wall, "Mine");
    expect(await wall.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    own.socket.close();
    const door = await visit("/join#ABCD-EFGH", size);
    await shows(door, "k8s-tutor");
    expect(await faults(door), "the door").toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.innerText")).toContain("Look and help");
  });
});
