// The instructor's token comes in the link's fragment, which no server sees; from there it goes into this tab's memory, and out of sight.

const KEY = "k8s-tutor.token";

export function takeToken(): string | undefined {
  const given = decodeURIComponent(location.hash.slice(1));
  if (given !== "") {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(KEY) ?? undefined;
}

/** @param pasted the token, or the whole link that ends in it. */
export function keepToken(pasted: string): void {
  sessionStorage.setItem(KEY, pasted.trim().replace(/^.*#/, ""));
}

export function dropToken(): void {
  sessionStorage.removeItem(KEY);
}
