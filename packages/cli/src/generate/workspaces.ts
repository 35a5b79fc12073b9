import type { ActorDraft, Context } from "@audit/events";
import { day } from "./busy-hours.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Somebody who works with the product. */
export interface Person {
  readonly actor: ActorDraft;
  readonly context: Context;
  /** May look, and change nothing. */
  readonly isViewer: boolean;
}

/** A tenant: its people, where they live, and what works for them. */
export interface Workspace {
  readonly name: string;
  /** Hours that its clocks are ahead of UTC. */
  readonly offset: number;
  readonly people: readonly Person[];
  /** What creates monitors from files. */
  readonly configurer: ActorDraft;
  /** Who is told of incidents: the first at once, the second when nobody answers. */
  readonly providers: readonly [string, string];
  /** Gives who is on call at a moment; another one each week. */
  onCall(time: number): Person;
  /** Gives what rolls out for a person. */
  deployer(person: Person): ActorDraft;
}

const names = [
  ...["Ada", "Grace", "Linus", "Margaret", "Edsger", "Barbara", "Donald", "Radia", "Ken"],
  ...["Hedy", "Alan", "Frances", "Tim", "Joan", "Leslie", "Sophie", "Niklaus", "Karen", "Guido"],
  ...["Yukihiro", "Anita", "Bjarne", "Shafi", "Dennis", "Evelyn"],
];
const agents = ["Mozilla/5.0 (Macintosh)", "Mozilla/5.0 (X11; Linux)", "Mozilla/5.0 (iPhone)"];
const offsets = [-8, -5, -3, 0, 1, 1, 2, 5.5, 8, 10];
const providers = ["slack", "pagerduty", "email", "opsgenie", "discord"];

/** Draws a workspace. */
export function drawWorkspace(name: string, random: SeededRandom): Workspace {
  const first = random.whole(0, names.length - 1);
  const people = Array.from({ length: random.whole(4, 8) }, (_, index): Person => {
    // Neighbours of a list are different names.
    const called = names[(first + index) % names.length] ?? "Ada";
    return {
      actor: { id: called.toLowerCase(), name: called, type: "user" },
      context: { ip: `198.51.100.${random.whole(1, 254)}`, userAgent: random.pick(agents) },
      isViewer: index === 3,
    };
  });
  const responders = people.filter(({ isViewer }) => !isViewer);
  return {
    name,
    offset: random.pick(offsets),
    people,
    configurer: { id: "terraform", name: "Terraform", type: "api_key" },
    providers: [random.pick(providers), "phone"],
    onCall: (time) => {
      const week = Math.floor(time / (7 * day));
      // Safe: three people at least respond.
      return responders[week % responders.length] as Person;
    },
    deployer: ({ actor }) => ({
      id: "ci",
      name: "CI",
      type: "api_key",
      onBehalfOf: { id: actor.id, name: actor.name, type: "user" },
    }),
  };
}
