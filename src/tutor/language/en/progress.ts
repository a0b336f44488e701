// What `k8s-tutor progress` says: what was done, taking it along, forgetting it, and the summary to keep or to show.

export const progress = {
  nothingYet: "Nothing yet. k8s-tutor start begins.",
  done: "done",
  atStep: (step: number, steps: number) => `step ${step} of ${steps}`,
  times: (state: string, times: number) => `${state}, ${times} times`,
  exported: (file: string) => `Your progress is in ${file}. On another machine: k8s-tutor progress import ${file}`,
  imported: (lessons: number) => `Taken over: ${lessons} ${lessons === 1 ? "lesson" : "lessons"}.`,
  noProgress: (lesson: string, meant: string | undefined) =>
    `there is no progress in a lesson ${lesson};${meant === undefined ? "" : ` did you mean ${meant}?`} k8s-tutor progress shows what there is`,
  allLessons: "all lessons",
  askForget: (what: string) => `Forget your progress in ${what}?`,
  nothingChanged: "Nothing was changed.",
  forgotten: (what: string) => `Forgotten: ${what}.`,
  nobodyToAsk: "there is nobody to ask; add --yes if you mean it",
  unusable: (why: string, aside: string) =>
    `Your progress file could not be used: ${why}. It is kept as ${aside}; you start afresh.`,
  ofLaterVersion: (file: string, version: number) =>
    `${file} was written by a later version of k8s-tutor (format ${version}); update with npm install -g k8s-tutor`,
  exportOfLaterVersion: (file: string) => `${file} was written by a later version of k8s-tutor; update this one first`,
  noExport: (file: string, why: string) => `${file} is not what k8s-tutor progress export writes: ${why}`,
  stuck: (file: string, why: string, reason: string) =>
    `${file} cannot be used (${why}) and cannot be moved aside: ${reason}`,
  notSaved: (folder: string, reason: string) =>
    `your progress cannot be saved in ${folder}: ${reason}; set K8S_TUTOR_HOME to a folder that can be written`,
  notRead: (file: string, reason: string) =>
    `your progress in ${file} cannot be read: ${reason}; set K8S_TUTOR_HOME to use another folder`,
  /** The summary. */
  summary: {
    of: (course: string, date: string) => `${course}: a summary of ${date}`,
    ofDate: (date: string) => `Summary of ${date}.`,
    completed: (done: number, total: number) => `${done} of ${total} lessons completed`,
    begun: (count: number) => `${count} begun`,
    known: (count: number) => `${count} marked as known by the placement check, not done`,
    steps: ({ solo, assisted, skipped }: Steps) =>
      [
        `${solo} ${solo === 1 ? "step" : "steps"} on their own`,
        ...(assisted === 0 ? [] : [`${assisted} with help`]),
        ...(skipped === 0 ? [] : [`${skipped} skipped`]),
      ].join(", "),
    columns: ["Lesson", "Completed", "Steps"],
    exams: "Exams",
    exam: ({ title, points, of, passed, isPractice, time }: ExamLine) =>
      `${title}: ${points} of ${of} points (${passed ? "passed" : "not passed"}${isPractice ? ", practice" : ""}), ${time} minutes at work`,
    honest: "This is the learner's own record, made by k8s-tutor on the learner's machine. It is no certificate.",
    written: (file: string) => `Your summary is in ${file}.`,
    notWritten: (file: string, reason: string) =>
      `${file} cannot be written: ${reason}; name a file in a folder of yours`,
  },
};

interface Steps {
  readonly solo: number;
  readonly assisted: number;
  readonly skipped: number;
}

interface ExamLine {
  readonly title: string;
  readonly points: number;
  readonly of: number;
  readonly passed: boolean;
  readonly isPractice: boolean;
  /** Minutes and seconds. */
  readonly time: string;
}
