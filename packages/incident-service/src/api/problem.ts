import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Refusal } from "./refusal.ts";

/** The body of every answer that is no success. */
export const problemSchema = z
  .strictObject({
    code: z.string().openapi({ example: "no_such_monitor" }),
    message: z.string().openapi({ example: "There is no monitor of this key" }),
  })
  .openapi("Problem");

/** Answers with why a request is not carried out; without a refusal, that it is our fault. */
export function problemAnswer(context: Context, refusal: Refusal | undefined): Response {
  if (refusal === undefined)
    return context.json({ code: "internal", message: "Something went wrong here" }, 500);
  const { status, code, message } = refusal;
  return context.json({ code, message }, status);
}
