// Titel für Bedingungen, denen die Lektion keinen gibt.

import type { Texts } from "../english.ts";

export const judge: Texts["judge"] = {
  endpoints: (service) => `Endpoints von ${service}`,
  file: (path) => `Datei ${path}`,
  request: "Anfrage",
  requestTo: (to) => `Anfrage an ${to}`,
  lookUp: (name) => `Nachschlagen von ${name}`,
  lookUpAny: "Nachschlagen eines Namens",
  look: "Nachsehen und herausfinden",
  whatIf: "Hält auch in Zukunft",
  event: "Ereignis",
  audit: "Anfrage",
  access: "Berechtigung",
  other: "Bedingung",
};
