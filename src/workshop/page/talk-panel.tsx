// What the instructor says to everybody: a text, a command to copy, a question, a countdown.

import { useState } from "preact/hooks";
import { CountdownForm } from "./countdown-form.tsx";
import { QuestionPanel } from "./question-panel.tsx";
import { useRoom } from "./room.tsx";
import { count } from "./words.ts";

export function TalkPanel() {
  return (
    <div class="stack">
      <MessageForm />
      <QuestionPanel />
      <CountdownForm />
    </div>
  );
}

function MessageForm() {
  const { state, order } = useRoom();
  const [text, setText] = useState("");
  const [command, setCommand] = useState("");
  const send = async (event: Event) => {
    event.preventDefault();
    const copied = command.trim() === "" ? {} : { command: command.trim() };
    const done = `Sent to ${count(state.learners.size, "learner")}.`;
    if (!(await order({ kind: "broadcast", text: text.trim(), ...copied }, done))) return;
    setText("");
    setCommand("");
  };
  return (
    <section>
      <h2>Message to everybody</h2>
      <form onSubmit={send}>
        <label>
          Text
          <textarea rows={2} maxLength={2000} required value={text} onInput={(e) => setText(e.currentTarget.value)} />
        </label>
        <label>
          Command to copy (if any)
          <input
            class="typed"
            maxLength={1000}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={command}
            onInput={(event) => setCommand(event.currentTarget.value)}
          />
        </label>
        <button type="submit">Send the message</button>
      </form>
    </section>
  );
}
