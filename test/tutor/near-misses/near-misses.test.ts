// Near misses in real small clusters. The cases stand in files of their own; together they load the program once.

import "./attempts.cases.ts";
import "./fields.cases.ts";
import "./names.cases.ts";
import "./network.cases.ts";
import "./states.cases.ts";
