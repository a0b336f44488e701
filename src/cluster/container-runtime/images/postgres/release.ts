// The releases of PostgreSQL among the images, and how they write their names.

export interface Release {
  /** As in `16.4`. */
  readonly number: string;
  readonly major: number;
  readonly isAlpine: boolean;
}

const NEWEST: Readonly<Record<number, string>> = {
  9: "9.6.24",
  10: "10.23",
  11: "11.22",
  12: "12.22",
  13: "13.22",
  14: "14.19",
  15: "15.14",
  16: "16.10",
  17: "17.6",
  18: "18.0",
};

export function releaseOf(tag: string): Release {
  const version = /^(\d+)(\.\d+)*/.exec(tag)?.[0] ?? "18";
  const major = Number(version.split(".")[0]);
  const isComplete = version.split(".").length >= (major < 10 ? 3 : 2);
  return { number: isComplete ? version : (NEWEST[major] ?? version), major, isAlpine: tag.includes("alpine") };
}

/** As psql shows it of itself: `16.4 (Debian 16.4-1.pgdg12+1)`. */
export function fullVersion({ number, isAlpine }: Release): string {
  return isAlpine ? number : `${number} (Debian ${number}-1.pgdg12+1)`;
}

export function versionText(release: Release): string {
  const compiler = release.isAlpine
    ? "compiled by gcc (Alpine 14.2.0) 14.2.0"
    : "compiled by gcc (Debian 12.2.0-14+deb12u1) 12.2.0";
  const platform = release.isAlpine ? "x86_64-pc-linux-musl" : "x86_64-pc-linux-gnu";
  return `PostgreSQL ${fullVersion(release)} on ${platform}, ${compiler}, 64-bit`;
}
