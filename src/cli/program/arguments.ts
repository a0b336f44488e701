// What several commands are told in the same words, and how it is read.

import { InvalidArgumentError, Option } from "commander";

export function courseOption(): Option {
  return new Option("--course <dir>", "a course other than the built-in one: its folder, or the name of a package");
}

/** What it was called at first. */
export function oldCourseOption(): Option {
  return new Option("--lessons <dir>").hideHelp();
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError("it must be a whole number, 0 or more.");
  return value;
}

/** @param what the names are of, in the plural */
export function namesOf(what: string): (text: string) => string[] {
  return (text) => {
    const names = text.split(",").map((name) => name.trim());
    if (names.includes("")) throw new InvalidArgumentError(`write the ${what} as a,b,c.`);
    return names;
  };
}
