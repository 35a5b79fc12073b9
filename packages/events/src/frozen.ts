import type { z } from "zod";
import type { JsonValue } from "./json.ts";

type ZodJson = z.infer<ReturnType<typeof z.json>>;

/** A type whose lists and objects are read-only at every depth, so that constants may be passed in. */
export type Frozen<Value> = unknown extends Value
  ? Value
  : [ZodJson] extends [Value]
    ? JsonValue
    : Value extends object
      ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
      : Value;
