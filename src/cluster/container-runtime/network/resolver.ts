// Stands for /etc/resolv.conf and the spelling of names in DNS questions.

export interface ResolvConf {
  readonly nameServers: readonly string[];
  readonly search: readonly string[];
  readonly ndots: number;
}

export function parseResolvConf(text: string): ResolvConf {
  const nameServers: string[] = [];
  let search: readonly string[] = [];
  let ndots = 1;
  for (const line of text.split("\n")) {
    const [keyword, ...words] = line.trim().split(/\s+/);
    if (keyword === "nameserver" && words[0] !== undefined) nameServers.push(words[0]);
    if (keyword === "search") search = words;
    if (keyword !== "options") continue;
    for (const word of words) if (word.startsWith("ndots:")) ndots = Number(word.slice(6));
  }
  return { nameServers, search, ndots };
}

export function formatResolvConf({ nameServers, search, ndots }: ResolvConf): string {
  const lines = search.length === 0 ? [] : [`search ${search.join(" ")}`];
  lines.push(...nameServers.map((server) => `nameserver ${server}`));
  if (ndots !== 1) lines.push(`options ndots:${ndots}`);
  return `${lines.join("\n")}\n`;
}

/** `10.1.2.3` as `3.2.1.10.in-addr.arpa`; a name that is one already stays. */
export function reverseName(name: string): string {
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(name)) return name;
  return `${name.split(".").reverse().join(".")}.in-addr.arpa`;
}
