// Stands for all that the tutor itself says to a learner: texts, and small functions where numbers or names stand in them. Other languages are the
// same type, so the compiler finds what is missing. What kubectl and Kubernetes say is theirs, and the tools of authors speak English.

import { checks } from "./en/checks.ts";
import { course } from "./en/course.ts";
import { errors } from "./en/errors.ts";
import { exam } from "./en/exam.ts";
import { judge } from "./en/judge.ts";
import { near } from "./en/near.ts";
import { outside } from "./en/outside.ts";
import { placement } from "./en/placement.ts";
import { progress } from "./en/progress.ts";
import { prompt } from "./en/prompt.ts";
import { render } from "./en/render.ts";
import { review } from "./en/review.ts";
import { session } from "./en/session.ts";
import { words } from "./en/words.ts";
import { workshop } from "./en/workshop.ts";

export const english = {
  code: "en",
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

export type Texts = typeof english;
