// A question to everybody: asked, voted on in silence, shown, and voted on once more after the neighbours have talked.

import { useState } from "preact/hooks";
import type { QuestionView } from "../protocol/view.ts";
import { Bars } from "./bars.tsx";
import { Button } from "./button.tsx";
import { QuestionForm } from "./question-form.tsx";
import { useRoom } from "./room.tsx";
import { count } from "./words.ts";

/** The right answer stays on this machine until it is shown: learners' tutors are not told before. */
const RIGHT_KEY = "k8s-tutor.right.";

export function QuestionPanel() {
  const { view } = useRoom().state;
  const [isAsking, setIsAsking] = useState(false);
  const isNew = view.question === null || isAsking;
  return (
    <section>
      <h2>Question</h2>
      {isNew ? (
        <QuestionForm
          onAsked={(question, right) => {
            if (right !== null) sessionStorage.setItem(RIGHT_KEY + question, String(right));
            setIsAsking(false);
          }}
          {...(view.question === null ? {} : { onCancel: () => setIsAsking(false) })}
        />
      ) : (
        <OpenQuestion question={view.question} onAnother={() => setIsAsking(true)} />
      )}
    </section>
  );
}

interface OpenQuestionProps {
  readonly question: QuestionView | null;
  readonly onAnother: () => void;
}

function OpenQuestion({ question, onAnother }: OpenQuestionProps) {
  const { state, order } = useRoom();
  if (question === null) return null;
  const { text, options, votes, counts, round, isRevealed, firstRound } = question;
  const voteAgain = () =>
    order(
      { kind: "ask", question: question.question, round: 2, text, options: [...options] },
      "The second vote is open.",
    );
  const bars = options.map((label, index) => ({
    label,
    value: counts[index] ?? 0,
    isRight: question.right === index,
    ...(firstRound === undefined ? {} : { before: firstRound[index] ?? 0 }),
  }));
  return (
    <div class="stack">
      <p>
        <strong>{text}</strong>
      </p>
      <p>
        {round === 2 ? "Second vote: " : ""}
        {votes} of {count(state.learners.size, "learner")} answered. {isRevealed ? "The answers are shown." : ""}
      </p>
      {isRevealed ? (
        <Bars bars={bars} label="Answers" />
      ) : (
        <>
          <details>
            <summary>Look at the answers so far (only you)</summary>
            <Bars bars={bars} label="Answers so far" />
          </details>
          <Reveal question={question} key={`${question.question}/${round}`} />
        </>
      )}
      <p class="buttons">
        {round === 1 && <Button onClick={voteAgain}>Vote a second time</Button>}
        <Button onClick={onAnother}>Ask another question</Button>
      </p>
    </div>
  );
}

function Reveal({ question: { question, options, counts } }: { readonly question: QuestionView }) {
  const { order } = useRoom();
  const [right, setRight] = useState(sessionStorage.getItem(RIGHT_KEY + question) ?? "");
  const reveal = () =>
    order(
      { kind: "reveal", question, counts: [...counts], right: right === "" ? null : Number(right) },
      "The answers are shown.",
    );
  return (
    <div class="row">
      <label>
        Right answer
        <select value={right} onChange={(event) => setRight(event.currentTarget.value)}>
          <option value="">none is shown as right</option>
          {options.map((option, index) => (
            <option key={option} value={String(index)}>
              {option}
            </option>
          ))}
        </select>
      </label>
      <Button class="main" onClick={reveal}>
        Show the answers
      </Button>
    </div>
  );
}
