/** What every event store must do, as cases that any test runner can run. @module */
export type {
  ContractCase,
  ContractContext,
  OpenOptions,
  OpenStore,
} from "./contract/contract-case.ts";
export {
  type ContractOptions,
  type ContractTest,
  contractTests,
} from "./contract/contract-tests.ts";
export { storeContract } from "./contract/store-contract.ts";
