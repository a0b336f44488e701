// Executes the simplest statements of mongosh over the collections of a server.

import {
  type Document,
  fits,
  inspect,
  isDocument,
  NotUnderstood,
  objectId,
  parseLiteral,
  type Value,
} from "./document.ts";

/** By database and collection. */
export type Databases = Record<string, Record<string, Document[]>>;

export interface Session {
  readonly databases: Databases;
  database: string;
  readonly version: string;
  readonly newId: () => string;
}

/** What is shown; throws NotUnderstood. */
export function execute(session: Session, statement: string): string {
  const text = statement.trim().replace(/;$/, "");
  const { databases, database, version } = session;
  const [first = "", second = ""] = text.split(/\s+/);
  if (text === "") return "";
  if (first === "use") {
    session.database = second;
    return `switched to db ${second}`;
  }
  if (text === "show dbs" || text === "show databases")
    return names(databases)
      .map((name) => `${name.padEnd(7)} 40.00 KiB`)
      .join("\n");
  if (text === "show collections" || text === "show tables")
    return Object.keys(databases[database] ?? {})
      .sort()
      .join("\n");
  if (text === "db" || text === "db.getName()") return database;
  if (text === "db.version()") return version;
  if (text === "db.getCollectionNames()") return inspect(Object.keys(databases[database] ?? {}).sort());
  if (text === "db.hello().isWritablePrimary" || text === "db.isMaster().ismaster") return "true";
  if (text === "db.dropDatabase()") {
    delete databases[database];
    return inspect({ ok: 1, dropped: database });
  }
  const command = /^db\.(?:runCommand|adminCommand)\((.*)\)(\.ok)?$/s.exec(text);
  if (command !== null) {
    const asked = parseLiteral(command[1] ?? "");
    const name = isDocument(asked) ? Object.keys(asked)[0] : asked;
    if (name !== "ping" && name !== "hello") throw new NotUnderstood(text);
    return command[2] === undefined ? inspect({ ok: 1 }) : "1";
  }
  const call =
    /^db\.(?:getCollection\(["'])?([\w-]+)(?:["']\))?\.(\w+)\((.*?)\)(?:\.(count|toArray|pretty)\(\))?$/s.exec(text);
  if (call === null) throw new NotUnderstood(text);
  const [, collection = "", method = "", args = "", then = ""] = call;
  const values = parseLiteral(`[${args}]`) as readonly Value[];
  const result = onCollection(session, collection, method, values);
  return then === "count" && Array.isArray(result)
    ? String(result.length)
    : typeof result === "string"
      ? result
      : inspect(result);
}

function names(databases: Databases): readonly string[] {
  return [...new Set(["admin", "config", "local", ...Object.keys(databases)])].sort();
}

function onCollection(session: Session, name: string, method: string, args: readonly Value[]): Value {
  const { databases, database, newId } = session;
  const documents = databases[database]?.[name] ?? [];
  const [first = {}, second] = args;
  const filter = isDocument(first) ? first : {};
  const keep = (next: Document[]): void => {
    databases[database] = { ...databases[database], [name]: next };
  };
  const added = (document: Document): Document =>
    "_id" in document ? document : { _id: objectId(newId()), ...document };
  const matching = documents.filter((document) => fits(document, filter));
  switch (method) {
    case "insertOne": {
      const document = added(filter);
      keep([...documents, document]);
      return { acknowledged: true, insertedId: document._id ?? null };
    }
    case "insertMany": {
      const all = (Array.isArray(first) ? (first as readonly Value[]) : []).filter(isDocument).map(added);
      keep([...documents, ...all]);
      return {
        acknowledged: true,
        insertedIds: Object.fromEntries(all.map((each, index) => [index, each._id ?? null])),
      };
    }
    case "find":
      return matching.length === 0 ? "" : matching;
    case "findOne":
      return matching[0] ?? null;
    case "countDocuments":
    case "count":
    case "estimatedDocumentCount":
      return matching.length;
    case "deleteOne":
    case "deleteMany": {
      const gone = method === "deleteOne" ? matching.slice(0, 1) : matching;
      keep(documents.filter((document) => !gone.includes(document)));
      return { acknowledged: true, deletedCount: gone.length };
    }
    case "updateOne":
    case "updateMany": {
      const set = isDocument(second) ? second.$set : undefined;
      if (!isDocument(set)) throw new NotUnderstood(method);
      const changed = method === "updateOne" ? matching.slice(0, 1) : matching;
      keep(documents.map((document) => (changed.includes(document) ? { ...document, ...set } : document)));
      return {
        acknowledged: true,
        insertedId: null,
        matchedCount: changed.length,
        modifiedCount: changed.length,
        upsertedCount: 0,
      };
    }
    case "drop":
      delete databases[database]?.[name];
      return true;
    default:
      throw new NotUnderstood(method);
  }
}
