import { type AnyAction, type Catalog, defineAction, defineCatalog } from "@audit/events";
import { z } from "zod";

/** Gives the names of so many actions. */
export function actionNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `site.act${index}`);
}

/** Gives the field that only this action's metadata has, so that no two schemas are one shape. */
export function ownField(name: string): string {
  return name.replace(".", "_");
}

/** Gives the fields of an action's metadata, as zod has them. */
export function metadataFields(name: string) {
  return {
    region: z.string(),
    statusCode: z.number().optional(),
    message: z.string().optional(),
    latency: z.number().optional(),
    [ownField(name)]: z.string().optional(),
  };
}

/** Gives the metadata of an event, by its number. */
export function metadataAt(name: string, index: number) {
  return {
    region: "gru",
    statusCode: 400 + (index % 100),
    message: "timeout",
    latency: index % 900,
    ...(index % 5 === 0 ? { [ownField(name)]: "own" } : {}),
  };
}

/** Gives our catalog of so many actions. */
export function sampleCatalog(count: number): Catalog<AnyAction> {
  return defineCatalog(
    actionNames(count).map((name) =>
      defineAction(name).version(1, z.strictObject(metadataFields(name))),
    ),
  );
}
