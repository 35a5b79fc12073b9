import type { TemplateFunction } from "./template-function.ts";

/** `defined(x)`: whether the request has the parameter, be it empty. */
export const defined: TemplateFunction = {
  parameters: ["x"],
  call: (given) => given.get("x") !== null,
};
