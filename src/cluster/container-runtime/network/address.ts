// Stands for the arithmetic of IPv4 addresses and ranges.

function parseAddress(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const parts = match.slice(1).map(Number);
  if (parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** True when `address` lies in a range written as `10.244.1.0/24`. */
export function isInRange(address: string, cidr: string): boolean {
  const [base = "", length = "32"] = cidr.split("/");
  const value = parseAddress(address);
  const start = parseAddress(base);
  if (value === undefined || start === undefined) return false;
  const size = 2 ** (32 - Number(length));
  return Math.floor(value / size) === Math.floor(start / size);
}

export function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "localhost" || address === "::1" || address === "0.0.0.0";
}

/** Hands out the addresses of a range one after another, and a freed one only after all others had their turn. */
export class AddressPool {
  private readonly start: number;
  private readonly size: number;
  private readonly taken = new Set<number>();
  private next = 2;

  /** The first two addresses are the network itself and its gateway. */
  constructor(cidr: string) {
    const [base = "", length = "24"] = cidr.split("/");
    this.start = parseAddress(base) ?? 0;
    this.size = 2 ** (32 - Number(length));
  }

  /** Undefined when the range is used up. */
  take(): string | undefined {
    for (let tries = 0; tries < this.size; tries++) {
      const offset = this.next;
      this.next = this.next + 1 >= this.size - 1 ? 2 : this.next + 1;
      if (this.taken.has(offset)) continue;
      this.taken.add(offset);
      return formatAddress(this.start + offset);
    }
    return undefined;
  }

  free(address: string): void {
    this.taken.delete((parseAddress(address) ?? 0) - this.start);
  }
}
