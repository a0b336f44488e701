// What is taken home, and the end.

import { Button } from "./button.tsx";
import { useRoom } from "./room.tsx";

export function EndPanel() {
  const { state, act, order, confirm, complain, token } = useRoom();
  const { name } = state.view.room;
  const take = (form: "csv" | "json") =>
    download(token, form).catch((error: unknown) => complain(`The results could not be fetched: ${String(error)}`));
  const close = async () => {
    const question = "Close the workshop? Learners go on alone; what the room knows is kept.";
    if (await confirm(question, "Close it")) await order({ kind: "closed" }, "It is closed.");
  };
  const erase = async () => {
    const question = `Erase “${name}” with everything that is kept of ${state.learners.size} learners? It cannot be undone.`;
    if (await confirm(question, "Erase everything")) await act({ kind: "erase", learner: null }, "All is erased.");
  };
  return (
    <section class="stack">
      <h2>Results</h2>
      <p class="buttons">
        <Button onClick={() => take("csv")}>Download as CSV</Button>
        <Button onClick={() => take("json")}>Download as JSON</Button>
      </p>
      <h2>End</h2>
      <p class="buttons">
        <Button onClick={close}>Close the workshop…</Button>
        <Button class="grave" onClick={erase}>
          Erase the room…
        </Button>
      </p>
    </section>
  );
}

/** By hand, for a link cannot carry the token without showing it. */
async function download(token: string, form: "csv" | "json"): Promise<void> {
  const answer = await fetch(`/api/results.${form}`, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`the host answered ${answer.status}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `workshop-results.${form}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
