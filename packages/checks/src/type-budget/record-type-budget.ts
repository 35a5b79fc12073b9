/** Measures the catalog of the type budget and records what it costs. @module */
import { measureCatalog, writeBudget } from "./type-budget.ts";

const budget = await measureCatalog({ actions: 150, versions: 3 });
await writeBudget(budget);
console.log(JSON.stringify(budget));
