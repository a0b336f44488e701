// Titles for conditions whose author gave none.

export const judge = {
  endpoints: (service: string) => `Endpoints of ${service}`,
  file: (path: string) => `File ${path}`,
  request: "Request",
  requestTo: (to: string) => `Request to ${to}`,
  lookUp: (name: string) => `Looking up ${name}`,
  lookUpAny: "Looking up a name",
  look: "Look and find out",
  whatIf: "Holds in the future",
  event: "Event",
  audit: "Request",
  access: "Permission",
  other: "Condition",
};
