// Where a question is written.

import { useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { useRoom } from "./room.tsx";

const FEWEST = 2;
const MOST = 6;

interface QuestionFormProps {
  readonly onAsked: (question: string, right: number | null) => void;
  readonly onCancel?: () => void;
}

export function QuestionForm({ onAsked, onCancel }: QuestionFormProps) {
  const { order } = useRoom();
  const [text, setText] = useState("");
  const [options, setOptions] = useState<readonly string[]>(["", "", ""]);
  const [right, setRight] = useState<number | null>(null);
  const written = options.map((option) => option.trim()).filter((option) => option !== "");
  const areSame = new Set(written).size < written.length;
  const ask = async (event: Event) => {
    event.preventDefault();
    const question = `q${Date.now().toString(36)}`;
    const asked = { kind: "ask", question, round: 1, text: text.trim(), options: written } as const;
    const rightOption = right === null ? undefined : options[right]?.trim();
    const place = rightOption === undefined ? -1 : written.indexOf(rightOption);
    if (await order(asked, "The question is asked.")) onAsked(question, place < 0 ? null : place);
  };
  return (
    <form onSubmit={ask}>
      <label>
        Question
        <textarea rows={2} maxLength={1000} required value={text} onInput={(e) => setText(e.currentTarget.value)} />
      </label>
      <fieldset>
        <legend>Options; mark the right one, if one is</legend>
        {options.map((option, index) => (
          <p class="option" key={index}>
            <input
              type="radio"
              name="right"
              aria-label={`Option ${index + 1} is right`}
              checked={right === index}
              onChange={() => setRight(index)}
            />
            <input
              aria-label={`Option ${index + 1}`}
              maxLength={300}
              required={index < FEWEST}
              value={option}
              onInput={(e) => setOptions(options.map((each, at) => (at === index ? e.currentTarget.value : each)))}
            />
          </p>
        ))}
        {options.length < MOST && <Button onClick={() => setOptions([...options, ""])}>One more option</Button>}
      </fieldset>
      {areSame && <p role="alert">Two options say the same.</p>}
      <p class="buttons">
        <button type="submit" disabled={areSame || written.length < FEWEST}>
          Ask everybody
        </button>
        {onCancel !== undefined && <Button onClick={onCancel}>Back to the last one</Button>}
      </p>
    </form>
  );
}
