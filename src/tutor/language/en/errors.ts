// What learners are told when something is wrong: one sentence, which names the remedy.

export const errors = {
  shouldNot: (text: string) =>
    `k8s-tutor: something went wrong that should not: ${text}\nNothing you did is lost. Set K8S_TUTOR_DEBUG=1 to see where it happened, and please report it.`,
  contextNeedsKubeconfig: "--context goes with --kubeconfig: say in which file it is",
  otherCourseElsewhere:
    "lessons of another course are taught in the tutor's own cluster only, where they can do no harm; leave --kubeconfig out",
  seedNeedsLesson: "--seed goes with a lesson: say which",
  noLesson: (id: string, meant: string | undefined) =>
    `there is no lesson ${id}${meant === undefined ? ";" : `; did you mean ${meant}?`} k8s-tutor list shows all of them`,
  nothingDrawn: (id: string) => `nothing in the lesson ${id} is left to chance; start it without --seed`,
  noTerminal:
    "which lesson? There is no terminal to choose on: k8s-tutor list shows them, k8s-tutor start LESSON begins one",
  cannotGoOn: (why: string) => `the lesson cannot go on in this cluster: ${why}; start it without --kubeconfig`,
  notDrawn: (id: string) => `the lesson ${id} cannot be drawn`,
  jsonNeedsScript: "--json goes with --script: give a file of lines, or - for standard input",
  scriptNeedsLesson: "--script goes with a lesson: say which",
  noSession: "there is no session yet: k8s-tutor start begins one",
  noSessionOf: (id: string, known: readonly string[]) =>
    `there is no session of ${id} in it; there ${known.length === 0 ? "is none" : `are ${known.join(", ")}`}`,
  notInCourse: (id: string) => `the course has no lesson ${id}; name the course that it is of with --course`,
  otherSteps: (id: string) => `the lesson ${id} has other steps now than when this session was: it cannot be played`,
  noFolder: (named: string) => `there is no folder ${named}; --course takes a course's folder or the name of a package`,
  noPackage: (named: string) =>
    `there is no folder ${named} and no package of that name here; npm install ${named} installs it`,
  noCourse: (folder: string) =>
    `${folder} is not a course: it has no course.yaml. See lessons/README.md of k8s-tutor for the format.`,
  lessonsNotRead: (folder: string, reason: string) => `the lessons in ${folder} cannot be read: ${reason}`,
  tooLarge: (file: string, kib: number, most: number) =>
    `${file} is too large for a lesson (${kib} KiB; at most ${most} KiB)`,
  notRead: (file: string, reason: string) => `${file} cannot be read: ${reason}`,
  notWritten: (file: string, reason: string) => `${file} cannot be written: ${reason}`,
  unusable: (file: string) => `${file} cannot be used`,
  folderNotMade: (folder: string, reason: string) =>
    `the folder ${folder} cannot be made: ${reason}; set K8S_TUTOR_HOME to a folder that can be written`,
  /** What the system says, by its codes. */
  system: {
    ENOENT: "there is no such file or directory",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "no space is left on the device",
    EISDIR: "it is a directory",
    ENOTDIR: "a part of the path is not a directory",
    EADDRINUSE: "the port is in use",
    EADDRNOTAVAIL: "this machine has no such address",
    ENOTFOUND: "there is no host with that name",
    ECONNREFUSED: "nothing listens there",
  },
};
