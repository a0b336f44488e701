// What the tutor's own prompt offers where kubectl leaves its users alone.

import type { Flag } from "../flags/flag.ts";
import { type Asked, offer, type Suggestions } from "./asked.ts";
import { containersOf, namesOf, resourceTypes } from "./cluster-names.ts";
import { typesAndNames } from "./types-and-names.ts";

const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete"];

export async function generousArgument(asked: Asked): Promise<Suggestions | undefined> {
  const { path, session, args, toComplete } = asked;
  if (path === "wait" || /^set (env|resources|serviceaccount|selector|subject)$/.test(path))
    return typesAndNames({ repeats: true })(asked);
  if (path === "explain") return offer(args.length > 0 ? [] : await resourceTypes(session), toComplete);
  if (/^certificate /.test(path)) return offer(await namesOf(session, "certificatesigningrequests"), toComplete);
  if (path === "auth can-i" && args.length < 2)
    return offer(args.length === 0 ? VERBS : await resourceTypes(session), toComplete);
  return undefined;
}

export async function generousValues({ session, args }: Asked, { name }: Flag): Promise<readonly string[] | undefined> {
  const [first] = args;
  switch (name) {
    case "container":
    case "target":
      return first === undefined ? undefined : containersOf(session, args.length > 1 ? `${first}/${args[1]}` : first);
    case "output":
      return ["json", "yaml", "name", "wide", "jsonpath="];
    case "dry-run":
      return ["none", "client", "server"];
    case "cascade":
      return ["background", "orphan", "foreground"];
    case "restart":
      return ["Always", "OnFailure", "Never"];
    case "type":
      return ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"];
    case "serviceaccount":
      return (await namesOf(session, "serviceaccounts")).map((each) => `${session.namespace}:${each}`);
    case "clusterrole":
      return namesOf(session, "clusterroles");
    case "role":
      return namesOf(session, "roles");
    default:
      return undefined;
  }
}
