// The instructor's page and the projector's, in a real browser, against a real host with learners that are scripts.

import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PageFiles } from "../../src/workshop/host/pages.ts";
import { builtPages, noBrowser, openBrowser, openClass, ScriptedLearner } from "./class-at-work.ts";
import type { RoomAtWork } from "./room-at-work.ts";

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

  async function visit(path: string, options: BrowserContextOptions = LAPTOP): Promise<Page> {
    const context = await browser.newContext({ ...options, bypassCSP: false, reducedMotion: "reduce" });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) complaints.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${room.port}${path}`);
    return page;
  }
  const instructor = (options?: BrowserContextOptions) => visit(`/#${room.token}`, options);
  const projector = (options?: BrowserContextOptions) => visit(`/projector#${room.token}`, options);
  const join = (name: string) => ScriptedLearner.join(room, name);
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
    expect(Math.max(...sizes)).toBeLessThan(60 * 1024);
  });

  it("show who needs help first, by shape and word, and what goes wrong; names and output stay text", async () => {
    await room.ledger?.order({ kind: "gate", openTo: { lesson: "first-pod", step: 1 }, isHeld: false });
    const ana = (await join("Ana")).at(1);
    (await join("Ben")).at(1).fails(6, 1, 'Error from server (NotFound): pods "wbe" not found');
    const evil = (await join(EVIL)).at(2).raise("<b>help</b>\u001b[31m");
    (await join("Zoe")).leave();
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
    const ana = (await join("Ana")).at(1);
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
    const [ana, ben] = [await join("Ana"), await join("Ben")];
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
    const [ana, ben] = [(await join("Ana")).at(1).raise("why?"), await join("Ben")];
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
    expect(await wall.getByText("Ana").count()).toBe(0);
  });

  it("come back by themselves after the host was away, refuse another room's link, and hand out results", async () => {
    (await join("Ana")).at(1);
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
    for (let n = 0; n < 5000; n++)
      room.ledger?.room.addLearner({ id: `l${n}`, name: `Learner ${n}`, joinedAt: 1, seatHash: "" });
    const page = await instructor();
    await shows(page, "5,000 learners listed.");
    expect(await page.locator("tbody tr").count()).toBeLessThan(100);
    await page.locator(".scroll").evaluate((scroll) => {
      scroll.scrollTop = scroll.scrollHeight;
    });
    await page.getByRole("button", { name: "Learner 999", exact: true }).waitFor();
    await page.getByRole("searchbox").fill("learner 4321");
    await shows(page, "1 learner listed.");
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
    expect(await faults(door)).toEqual([]);
  });

  it.each([
    ["laptop", LAPTOP],
    ["phone", PHONE],
  ])("have no fault that an accessibility checker finds, on a %s", async (_, size) => {
    (await join("Ana")).at(1).raise("why?");
    (await join("Ben")).at(1, 3);
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
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.innerText")).toContain("Look and help");
  });
});
