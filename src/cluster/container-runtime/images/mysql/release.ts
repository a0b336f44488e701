// The two servers that speak MySQL among the images, and how they write their names.

export interface Release {
  readonly name: "mysql" | "mariadb";
  readonly version: string;
}

/** The newest of each series that a tag may name. */
const NEWEST: Readonly<Record<Release["name"], Readonly<Record<string, string>>>> = {
  mysql: { "5": "5.7.44", "5.7": "5.7.44", "8": "8.4.6", "8.0": "8.0.43", "8.4": "8.4.6", "9": "9.4.0" },
  mariadb: {
    "10": "10.11.14",
    "10.6": "10.6.23",
    "10.11": "10.11.14",
    "11": "11.8.3",
    "11.4": "11.4.8",
    "11.8": "11.8.3",
    "12": "12.0.2",
  },
};

export function releaseOf(name: Release["name"], tag: string): Release {
  const named = /^\d+(\.\d+)*/.exec(tag)?.[0];
  const latest = name === "mysql" ? "9.4.0" : "12.0.2";
  if (named === undefined)
    return { name, version: tag.startsWith("lts") ? (name === "mysql" ? "8.4.6" : "11.8.3") : latest };
  const complete = NEWEST[name][named] ?? named;
  return { name, version: complete.split(".").length === 2 ? `${complete}.0` : complete };
}

export function serverVersion({ name, version }: Release): string {
  return name === "mysql" ? version : `${version}-MariaDB-ubu2404`;
}

export const SOCKET = { mysql: "/var/run/mysqld/mysqld.sock", mariadb: "/run/mysqld/mysqld.sock" } as const;
export const DATA = "/var/lib/mysql";
export const MYSQL_PORT = 3306;
