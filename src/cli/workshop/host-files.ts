// What a host keeps in its data directory beside the database: the instructor's tokens, the certificate, and where it can be reached.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemReason, UserError } from "../failure.ts";
import { workshopDirectory } from "../places.ts";

/** Where a running host is, for commands of the same machine. */
export interface Reachable {
  readonly origin: string;
  readonly token: string;
  readonly name: string;
  readonly certificate?: string;
}

export class HostData {
  readonly directory: string;

  constructor(directory: string | undefined) {
    this.directory = directory ?? join(workshopDirectory(), "host");
  }

  get database(): string {
    return join(this.directory, "workshop.db");
  }

  make(): void {
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new UserError(
        `the folder ${this.directory} cannot be made: ${systemReason(error)}; name another with --data`,
      );
    }
  }

  token(room: string): string | undefined {
    return process.env.K8S_TUTOR_WORKSHOP_TOKEN ?? this.read(`${room}.token`)?.trim();
  }

  keepToken(room: string, token: string): void {
    this.write(`${room}.token`, `${token}\n`);
  }

  certificate(): { readonly key: string; readonly cert: string } | undefined {
    const [key, cert] = [this.read("tls.key"), this.read("tls.crt")];
    return key === undefined || cert === undefined ? undefined : { key, cert };
  }

  keepCertificate({ key, cert }: { readonly key: string; readonly cert: string }): void {
    this.write("tls.key", key);
    this.write("tls.crt", cert);
  }

  reachable(): Reachable | undefined {
    const text = this.read("running.json");
    try {
      return text === undefined ? undefined : (JSON.parse(text) as Reachable);
    } catch {
      // It was cut off: the host was killed while it wrote.
      return undefined;
    }
  }

  keepReachable(reachable: Reachable): void {
    this.write("running.json", `${JSON.stringify(reachable)}\n`);
  }

  forgetReachable(): void {
    rmSync(join(this.directory, "running.json"), { force: true });
  }

  forgetToken(room: string): void {
    rmSync(join(this.directory, `${room}.token`), { force: true });
  }

  private read(name: string): string | undefined {
    try {
      return readFileSync(join(this.directory, name), "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new UserError(`${join(this.directory, name)} cannot be read: ${systemReason(error)}`);
    }
  }

  private write(name: string, text: string): void {
    const file = join(this.directory, name);
    try {
      writeFileSync(file, text, { mode: 0o600 });
    } catch (error) {
      throw new UserError(`${file} cannot be written: ${systemReason(error)}; name another folder with --data`);
    }
  }
}
