import type { Case, Group } from "./group.ts";

/** Names those of a group that take part in a case. */
export function contendersIn({ contenders }: Group, { name }: Case): string[] {
  return contenders.filter(({ cases }) => cases?.includes(name) ?? true).map((each) => each.name);
}
