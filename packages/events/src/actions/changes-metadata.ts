import { z } from "zod";

/** The metadata of every update: changes, not dumps. `changesBetween` computes them. */
export const changesMetadata = z.strictObject({
  changes: z.array(
    z.strictObject({
      field: z.string(),
      /** Absent where the field is new. */
      from: z.json().optional(),
      /** Absent where the field went. */
      to: z.json().optional(),
    }),
  ),
});
