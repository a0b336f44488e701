// Begins whichever page this is.

import { render } from "preact";
import { InstructorPage } from "./instructor-page.tsx";
import { JoinPage } from "./join-page.tsx";
import { ProjectorPage } from "./projector-page.tsx";
import { takeToken } from "./token.ts";

const pages = {
  instructor: () => <InstructorPage token={takeToken()} />,
  projector: () => <ProjectorPage token={takeToken()} />,
  join: () => <JoinPage secret={decodeURIComponent(location.hash.slice(1))} />,
};

const wanted = document.body.dataset.page as keyof typeof pages;
render(pages[wanted](), document.body);
// A link of another room, opened in the same tab, is another page.
addEventListener("hashchange", () => location.reload());
