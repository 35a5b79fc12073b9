import type { CaughtBy } from "./faulty-store.fixture.ts";

/** Which cases see the faults of recorded. */
export const caughtOfRecorded: CaughtBy = {
  "reads what was recorded as the catalog understands it": [
    "keeps recorded events as they are, and reads them as the catalog understands them",
  ],
  "upcasts what it appends as recorded": [
    "keeps recorded events as they are, and reads them as the catalog understands them",
  ],
  "says that recorded events were recorded when they were appended": [
    "keeps recorded events as they are, and reads them as the catalog understands them",
    "gives a recorded event once that was delivered again, as it was recorded first, and each writer's",
    "gives the recorded events of some entities, and by what was known",
  ],
  "gives recorded events uids of its own": [
    "keeps recorded events as they are, and reads them as the catalog understands them",
    "changes nothing but the number of copies when recorded events are appended again",
    "appends none of a list of recorded events in which one is no event",
  ],
  "is the writer of recorded events": [
    "keeps recorded events as they are, and reads them as the catalog understands them",
    "changes nothing but the number of copies when recorded events are appended again",
    "gives a recorded event once that was delivered again, as it was recorded first, and each writer's",
  ],
  "forgets the links of recorded events": [
    "keeps recorded events as they are, and reads them as the catalog understands them",
  ],
  "does not read recorded events that no catalog knows": [
    "changes nothing but the number of copies when recorded events are appended again",
  ],
  "does not append recorded events that no catalog knows": [
    "changes nothing but the number of copies when recorded events are appended again",
  ],
  "takes each call for another delivery": [
    "keeps recorded events as they are, and reads them as the catalog understands them",
    "changes nothing but the number of copies when recorded events are appended again",
    "gives a recorded event once that was delivered again, as it was recorded first, and each writer's",
  ],
  "gives one recorded event for a uid": [
    "changes nothing but the number of copies when recorded events are appended again",
    "gives a recorded event once that was delivered again, as it was recorded first, and each writer's",
  ],
  "does not append again what was appended": [
    "changes nothing but the number of copies when recorded events are appended again",
    "gives a recorded event once that was delivered again, as it was recorded first, and each writer's",
  ],
  "gives a recorded event once for all writers": [
    "changes nothing but the number of copies when recorded events are appended again",
    "gives a recorded event once that was delivered again, as it was recorded first, and each writer's",
  ],
  "gives a recorded event for each moment that it was recorded": [
    "keeps recorded events as they are, and reads them as the catalog understands them",
    "changes nothing but the number of copies when recorded events are appended again",
    "gives a recorded event once that was delivered again, as it was recorded first, and each writer's",
  ],
  "reads all recorded streams, whichever are asked for": [
    "gives the recorded events of some entities, and by what was known",
  ],
  "reads recorded streams in the order of asking": [
    "gives the recorded events of some entities, and by what was known",
  ],
  "reads what was recorded later": [
    "gives the recorded events of some entities, and by what was known",
  ],
  "reads the recorded events of every action": [
    "gives the recorded events of some entities, and by what was known",
  ],
  "appends the valid events of a list and then refuses": [
    "appends none of a list of recorded events in which one is no event",
  ],
  "drops the events of a list that are none": [
    "appends none of a list of recorded events in which one is no event",
  ],
  "names the first problem alone of recorded events": [
    "appends none of a list of recorded events in which one is no event",
  ],
  "refuses one recorded event of a list after the other": [
    "appends none of a list of recorded events in which one is no event",
  ],
};
