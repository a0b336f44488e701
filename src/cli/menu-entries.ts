// What the menu offers beside lessons, drawn or in words.

/** What else the menu offers: no lesson's id looks like these. */
export const REVIEW = ":review";
export const PLACEMENT = ":placement";
export const EXAMS = ":exams";
/** Esc, where the menu was opened from a lesson. */
export const BACK = ":back";
