/** What must hold for every event store, whatever is appended and asked. Needs fast-check. @module */
export type { OpenOptions, OpenStore } from "./contract/contract-case.ts";
export type { Command } from "./contract/properties/arbitrary-commands.ts";
export { FalsifiedPropertyError } from "./contract/properties/falsified-property-error.ts";
export type { Compared } from "./contract/properties/same-answers.ts";
export {
  type PropertyOptions,
  type PropertyTest,
  storeProperties,
} from "./contract/properties/store-properties.ts";
