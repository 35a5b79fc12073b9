import * as z from "zod/mini";

/** The metadata of every update: changes, not dumps. `changesBetween` computes them. */
export const changesMetadata = () =>
  z.strictObject({
    changes: z.array(
      z.strictObject({
        field: z.string(),
        /** Absent where the field is new. */
        from: z.optional(z.json()),
        /** Absent where the field went. */
        to: z.optional(z.json()),
      }),
    ),
  });
