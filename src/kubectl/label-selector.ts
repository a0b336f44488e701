// Label selectors as the command line writes them: `a=b,c!=d,e in (f,g),!h`.

export function isEmptyLabelSelector(selector: string | undefined): boolean {
  return selector === undefined || selector.trim() === "";
}

/** True when the labels satisfy the selector; an empty one is satisfied by all. */
export function matchesLabelSelector(labels: Readonly<Record<string, string>>, selector: string | undefined): boolean {
  return requirementsOf(selector ?? "").every((requirement) => satisfies(labels, requirement));
}

function requirementsOf(selector: string): string[] {
  return selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function satisfies(labels: Readonly<Record<string, string>>, requirement: string): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(requirement);
  if (set !== null) {
    const [, key = "", operator, list = ""] = set;
    const value = labels[key];
    const among = value !== undefined && list.split(",").some((item) => item.trim() === value);
    return operator === "in" ? among : !among;
  }
  const equality = /^([^!=\s]+)\s*(==|=|!=)\s*(.*)$/.exec(requirement);
  if (equality !== null) {
    const [, key = "", operator, value = ""] = equality;
    return operator === "!=" ? labels[key] !== value : labels[key] === value;
  }
  if (requirement.startsWith("!")) return labels[requirement.slice(1).trim()] === undefined;
  return labels[requirement] !== undefined;
}
