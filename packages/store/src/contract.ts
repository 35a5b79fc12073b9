/** What every event store must do, as cases that any test runner can run. @module */
export type { ContractCase, ContractContext } from "./contract/contract-case.ts";
export { storeContract } from "./contract/store-contract.ts";
