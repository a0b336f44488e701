// Das Deutsch des Tutors. Wer lernt, wird geduzt; die Begriffe von Kubernetes bleiben englisch, wie man sie im Alltag sagt.

import { checks } from "./de/checks.ts";
import { course } from "./de/course.ts";
import { errors } from "./de/errors.ts";
import { judge } from "./de/judge.ts";
import { near } from "./de/near.ts";
import { render } from "./de/render.ts";
import { review } from "./de/review.ts";
import { session } from "./de/session.ts";
import { words } from "./de/words.ts";
import type { Texts } from "./english.ts";

export const german: Texts = { code: "de", session, words, render, judge, checks, near, course, review, errors };
