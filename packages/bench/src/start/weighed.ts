/** Something that is bundled to see what it weighs. */
export interface Weighed {
  readonly name: string;
  readonly text: string;
}

/** Packages with all that they export, the peers with what they need to keep an event in memory. */
export const packages: readonly Weighed[] = [
  { name: "@audit/events", text: allOf("@audit/events") },
  { name: "@audit/projections", text: allOf("@audit/projections") },
  { name: "both of ours", text: allOf("@audit/events") + allOf("@audit/projections") },
  { name: "Emmett", text: allOf("@event-driven-io/emmett") },
  {
    name: "Castore",
    text: allOf("@castore/core") + allOf("@castore/event-storage-adapter-in-memory"),
  },
  { name: "Act", text: allOf("@rotorsoft/act") },
];

/** What a program carries that has one action, and one that has all. */
export const trees: readonly Weighed[] = [
  { name: "one action", text: 'export { monitorDown } from "@audit/events";' },
  { name: "all actions", text: 'export { catalog } from "@audit/events";' },
];

function allOf(name: string): string {
  return `export * from "${name}";`;
}
