// Chooses a step of the room's lessons.

import type { RoomView } from "../protocol/view.ts";
import type { Place } from "./words.ts";

interface PlaceChoiceProps {
  readonly label: string;
  readonly lessons: RoomView["lessons"];
  readonly value: Place;
  readonly onChoose: (place: Place) => void;
}

export function PlaceChoice({ label, lessons, value, onChoose }: PlaceChoiceProps) {
  const choose = (text: string) => {
    const [lesson = "", step] = text.split("/");
    onChoose({ lesson, step: Number(step) });
  };
  return (
    <label>
      {label}
      <select value={`${value.lesson}/${value.step}`} onChange={(event) => choose(event.currentTarget.value)}>
        {lessons.map(({ id, title, steps }) => (
          <optgroup key={id} label={title}>
            {steps.map((name, step) => (
              <option key={name} value={`${id}/${step}`}>
                {step + 1}. {name.replaceAll("-", " ")}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
