/** The one command that says you are done: every check of the repository, then a line of counts. @module */
import { type Counts, countTests } from "./count-tests.ts";
import { runStep, type StepResult } from "./run-step.ts";

const pnpm = ["-y", "pnpm@12"];
const steps = ["check:format", "check:lint", "check:types", "check:boundaries", "build", "test"];

const results: StepResult[] = [];
for (const step of steps) {
  console.log(`\n=== ${step}`);
  // The same words that the README tells a person.
  results.push(await runStep(step, "npx", [...pnpm, step]));
}

console.log("");
for (const { name, exitCode, seconds } of results)
  console.log(`${exitCode === 0 ? "ok    " : "FAILED"} ${name} (${seconds.toFixed(1)} s)`);

const total = results.map(countStep).reduce((sum, { passed, failed }) => ({
  passed: sum.passed + passed,
  failed: sum.failed + failed,
}));
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** The test step counts its tests; any other, and a test run that failed otherwise, counts as one. */
function countStep({ name, exitCode, output }: StepResult): Counts {
  const own = { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1 };
  if (name !== "test") return own;
  const counted = countTests(output);
  if (counted === undefined) return { passed: 0, failed: 1 };
  return counted.failed === 0 && exitCode !== 0 ? { ...counted, failed: 1 } : counted;
}
