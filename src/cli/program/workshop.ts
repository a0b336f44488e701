// The commands of workshops: an instructor's, and the learner's `join`.

import { type Command, InvalidArgumentError, Option } from "commander";
import { namesOf, wholeNumber } from "./arguments.ts";

const DEFAULT_PORT = 4711;

export function addWorkshop(program: Command): void {
  program
    .command("join")
    .description("takes part in a workshop: the tutor, with an instructor who sees how you get on")
    .argument("<address>", "as the instructor shows it: ABCD-EFGH@192.168.1.20, or the web address")
    .option("--name <name>", "your name in the room; a pseudonym will do (default: asks)")
    .option("--seat <code>", "go on with the seat that you took on another machine")
    .option("--course <dir>", "the workshop's course, when it is not the built-in one: its folder, or a package's name")
    .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)")
    .action(async (address: string, options) => {
      const { join } = await import("../workshop/join.ts");
      process.exitCode = await join(address, options);
    });
  const workshop = program.command("workshop").description("a classroom: host one, and lead it from a terminal");
  addHost(workshop);
  addTalk(workshop);
  addPace(workshop);
  addRest(workshop);
}

function addHost(workshop: Command): void {
  workshop
    .command("host")
    .description("serves a room to learners until Ctrl-C; goes on with the unfinished room of that name")
    .option("--name <name>", "what the room is called", "Workshop")
    .addOption(new Option("--lessons <ids>", "the room's lessons, as first-pod,labels").argParser(namesOf("lessons")))
    .addOption(new Option("--path <id>", "the lessons of one of the course's paths").conflicts("lessons"))
    .option("--course <dir>", "a course other than the built-in one: its folder, or the name of a package")
    .option("--port <number>", "the port to listen on (0: any that is free)", wholeNumber, DEFAULT_PORT)
    .option("--listen <address>", "the address to listen on (default: all of this machine's)", "0.0.0.0")
    .option("--data <dir>", "where the room and the instructor's token are kept")
    .option("--database <url>", "keep the room in PostgreSQL, for several hosts: postgres://USER@HOST/DATABASE")
    .option("--new", "begin a new room, even if one of that name is unfinished")
    .option("--tls", "encrypt, with a certificate made here; learners check its fingerprint")
    .addOption(new Option("--cert <file>", "encrypt with this certificate (PEM)").conflicts("tls"))
    .addOption(new Option("--key <file>", "its key (PEM)").conflicts("tls"))
    .option("--plain", "plain text, without the QR code (also K8S_TUTOR_PLAIN=1)")
    .action(async (options) => {
      const { host } = await import("../workshop/host.ts");
      process.exitCode = await host(options);
    });
  // The thread that plays lessons again for who looks at a learner.
  workshop.command("lookout", { hidden: true }).action(async () => {
    const { answerLooks, isLookWorker } = await import("../workshop/look-worker.ts");
    if (isLookWorker()) answerLooks();
  });
}

function addTalk(workshop: Command): void {
  atRoom(workshop.command("status").description("who is in the room, where they are, who needs help")).action(
    async (options) => {
      process.exitCode = await (await commands()).status(options);
    },
  );
  atRoom(
    workshop
      .command("message")
      .description("a text into everybody's terminal, or a hint into one learner's")
      .argument("<text>")
      .option("--command <command>", "shown apart, to be copied")
      .option("--to <learner>", "only to this one, as a hint"),
  ).action(async (text: string, options) => {
    process.exitCode = await (await commands()).message(text, options);
  });
  atRoom(
    workshop
      .command("ask")
      .description("a question with options; the answers stay hidden until `reveal`")
      .argument("[text]")
      .option("--option <text>", "an option; give 2 to 6 of them", (text: string, all: string[] = []) => [...all, text])
      .option("--again", "a second vote on the question that was asked last"),
  ).action(async (text: string | undefined, options) => {
    process.exitCode = await (await commands()).ask(text, options);
  });
  atRoom(
    workshop
      .command("reveal")
      .description("shows everybody how the room has voted")
      .option("--right <number>", "the option that is right", wholeNumber),
  ).action(async (options) => {
    process.exitCode = await (await commands()).reveal(options);
  });
  atRoom(
    workshop
      .command("countdown")
      .description("gives the room so many minutes")
      .argument("[minutes]", "as 5, or 0.5", minutes)
      .option("--about <text>", "for what")
      .option("--off", "calls it off"),
  ).action(async (given: number | undefined, options) => {
    process.exitCode = await (await commands()).countdown(given, options);
  });
  atRoom(workshop.command("seen").description("a raised hand is seen to").argument("<learner>")).action(
    async (learner: string, options) => {
      process.exitCode = await (await commands()).seen(learner, options);
    },
  );
}

function addPace(workshop: Command): void {
  atRoom(
    workshop
      .command("gate")
      .description("opens the room up to the end of a step: gate 3, gate first-pod 3; `gate open` opens everything")
      .argument("<place...>"),
  ).action(async (place: string[], options) => {
    process.exitCode = await (await commands()).gate(place, options);
  });
  atRoom(workshop.command("hold").description("everybody stops and looks up").option("--off", "lets go")).action(
    async (options) => {
      process.exitCode = await (await commands()).hold(options);
    },
  );
  atRoom(
    workshop
      .command("go")
      .description("brings everybody to the beginning of a step: go 3, go first-pod 3")
      .argument("<place...>")
      .option("--to <learner>", "only this one"),
  ).action(async (place: string[], options) => {
    process.exitCode = await (await commands()).go(place, options);
  });
  atRoom(workshop.command("reset").description("a learner's present step begins anew").argument("<learner>")).action(
    async (learner: string, options) => {
      process.exitCode = await (await commands()).resetStep(learner, options);
    },
  );
}

function addRest(workshop: Command): void {
  atRoom(
    workshop
      .command("sandbox")
      .description(
        "a copy of a learner's cluster, to try things without touching theirs; without a learner one of your own",
      )
      .argument("[learner]")
      .option("--projector", "its map is on the projector while you are in it")
      .option("--inputs <number>", "after so many of their inputs only", wholeNumber)
      .option("--course <dir>", "the workshop's course, when it is not the built-in one")
      .option("--plain", "plain text (also K8S_TUTOR_PLAIN=1)"),
  ).action(async (learner: string | undefined, options) => {
    const { workshopSandbox } = await import("../workshop/sandbox.ts");
    process.exitCode = await workshopSandbox(learner, options);
  });
  atRoom(
    workshop.command("results").description("a line for each learner, as CSV").option("--csv", "as CSV (default)"),
  ).action(async (options) => {
    process.exitCode = await (await commands()).results(options);
  });
  atRoom(workshop.command("close").description("the workshop is over: learners go on alone")).action(
    async (options) => {
      process.exitCode = await (await commands()).close(options);
    },
  );
  atRoom(
    workshop
      .command("delete")
      .description("erases a learner with all that is kept of them, or the whole room")
      .argument("[learner]")
      .option("--yes", "do not ask"),
  ).action(async (learner: string | undefined, options) => {
    process.exitCode = await (await commands()).erase(learner, options);
  });
  workshop
    .command("seat")
    .description("for learners: the codes of your seats on this machine")
    .option("--json", "as JSON")
    .action(async (options) => {
      process.exitCode = (await commands()).seat(options);
    });
}

function commands() {
  return import("../workshop/commands.ts");
}

/** Finds the room of this machine's host, or of another's. */
function atRoom(command: Command): Command {
  return command
    .option("--host <address>", "the host, when it is on another machine; or the instructor's link")
    .option("--token <token>", "the instructor's token (also K8S_TUTOR_WORKSHOP_TOKEN)")
    .option("--fingerprint <sha256>", "with --host and TLS: the certificate's fingerprint, as the host shows it")
    .option("--data <dir>", "the host's data directory, when it was given one")
    .option("--json", "as JSON");
}

function minutes(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 600)) throw new InvalidArgumentError("write minutes, as 5 or 0.5; 600 at most.");
  return value;
}
