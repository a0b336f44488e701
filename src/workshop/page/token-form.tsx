// For who comes without the instructor's link.

import { useState } from "preact/hooks";
import { dropToken, keepToken } from "./token.ts";

export function TokenForm({ isRefused }: { readonly isRefused: boolean }) {
  const [pasted, setPasted] = useState("");
  const open = (event: Event) => {
    event.preventDefault();
    dropToken();
    keepToken(pasted);
    location.reload();
  };
  return (
    <main class="page narrow">
      <h1>The instructor's page</h1>
      <p role={isRefused ? "alert" : undefined}>
        {isRefused ? "This link is not of this room. " : ""}
        The terminal in which the workshop was started shows the link of this page. Paste it here, or open it.
      </p>
      <form onSubmit={open}>
        <label>
          The link, or the token at its end
          <input
            type="password"
            autocomplete="off"
            required
            value={pasted}
            onInput={(event) => setPasted(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="main">
          Open the room
        </button>
      </form>
    </main>
  );
}
