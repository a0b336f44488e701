// What to say when an object is not there: perhaps its name is one letter off, or it is in another namespace.

import { isOneSlipApart } from "../format/slip.ts";
import { findObjects, type ObjectQuery } from "../objects.ts";
import type { World } from "../world.ts";

/** Plain sentences about what was found instead of `query`. */
export async function explainAbsence(query: ObjectQuery, world: World): Promise<string> {
  const everywhere = await findObjects(world.read, everywhereOf(query), world.namespace);
  const namespace = query.namespace ?? world.namespace;
  const alive = everywhere.filter((object) => object.metadata.deletionTimestamp === undefined);
  const here = alive.filter(
    (object) => object.metadata.namespace === undefined || object.metadata.namespace === namespace,
  );
  const plural = `\`kubectl get ${query.kind.toLowerCase()}s\``;
  const { name } = query;
  if (name === undefined) {
    const which = query.selector === undefined ? "" : ` with the label ${query.selector}`;
    return `No ${query.kind}${which} is there. Look at what is: ${plural}.`;
  }
  const elsewhere = alive.find((object) => object.metadata.name === name && !here.includes(object));
  if (elsewhere !== undefined) {
    return `There is a ${query.kind} \`${name}\`, but in the namespace \`${elsewhere.metadata.namespace}\`; it should be in \`${namespace}\`.`;
  }
  const close = here.find((object) => isOneSlipApart(object.metadata.name, name));
  if (close !== undefined) {
    return `There is a ${query.kind} \`${close.metadata.name}\`: one letter away from \`${name}\`. Compare the names.`;
  }
  return `There is no ${query.kind} \`${name}\`. Look at what is there: ${plural}.`;
}

// The name is left out, so that the list shows what came close.
function everywhereOf({ name, selector, ...rest }: ObjectQuery): ObjectQuery {
  const wide = { ...rest, namespace: "*" };
  return name === undefined && selector !== undefined ? { ...wide, selector } : wide;
}
