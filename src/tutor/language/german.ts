// Das Deutsch des Tutors. Wer lernt, wird geduzt; die Begriffe von Kubernetes bleiben englisch, wie man sie im Alltag sagt.

import { checks } from "./de/checks.ts";
import { course } from "./de/course.ts";
import { errors } from "./de/errors.ts";
import { exam } from "./de/exam.ts";
import { judge } from "./de/judge.ts";
import { near } from "./de/near.ts";
import { outside } from "./de/outside.ts";
import { placement } from "./de/placement.ts";
import { progress } from "./de/progress.ts";
import { prompt } from "./de/prompt.ts";
import { render } from "./de/render.ts";
import { review } from "./de/review.ts";
import { session } from "./de/session.ts";
import { words } from "./de/words.ts";
import { workshop } from "./de/workshop.ts";
import type { Texts } from "./english.ts";

export const german: Texts = {
  code: "de",
  session,
  words,
  render,
  judge,
  checks,
  near,
  course,
  review,
  exam,
  placement,
  progress,
  prompt,
  outside,
  workshop,
  errors,
};
