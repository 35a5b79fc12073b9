/** Faults between a store and Tinybird, and clocks that jump: for tests. Needs Node. @module */
export type { Fault, FaultCounts, FaultKind } from "./faults/fault.ts";
export {
  type FaultPlan,
  faultsInTurn,
  type ProxiedRequest,
  type RandomFaultsOptions,
  randomFaults,
} from "./faults/fault-plan.ts";
export {
  type FaultProxy,
  type FaultProxyOptions,
  startFaultProxy,
} from "./faults/start-fault-proxy.ts";
export { UnsteadyClock } from "./faults/unsteady-clock.ts";
