// Which texts name an image: [registry/]path[:tag][@digest].

export const INVALID_IMAGE = "invalid reference format";

export function isImageReference(image: string): boolean {
  const name = image.replace(/@[a-z0-9+.-]+:[0-9a-fA-F]{32,}$/, "").replace(/:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/, "");
  const path = name.includes("/") ? name.slice(name.indexOf("/") + 1) : name;
  return (
    /^[A-Za-z0-9][A-Za-z0-9.:-]*(\/|$)/.test(name) &&
    /^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(path)
  );
}
