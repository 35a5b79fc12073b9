import { describe, expect, test } from "vitest";
import { measureTypes } from "./measure-types.ts";
import { measureCatalog, overBudget, readBudget } from "./type-budget.ts";

const budget = await readBudget();

describe("type budget", () => {
  test("is for 150 actions with 3 versions each", () => {
    expect(budget).toMatchObject({ actions: 150, versions: 3 });
  });

  test("is kept", async () => {
    expect(overBudget(await measureCatalog(budget), budget)).toEqual([]);
  });
});

describe("overBudget", () => {
  const times = (factor: number) => ({
    ...budget,
    instantiations: Math.floor(budget.instantiations * factor),
    types: Math.floor(budget.types * factor),
  });

  test("lets a tenth more pass, and says what is over that and what to do", () => {
    expect(overBudget(times(1.1), budget)).toEqual([]);
    const [instantiations, types] = overBudget(times(1.11), budget);
    expect(instantiations).toContain("instantiations are more than 110 %");
    expect(types).toContain("pnpm budget:types");
  });

  test("asks for a new record when the compiler is another", () => {
    expect(overBudget({ ...times(0.5), typescript: "8.0.0" }, budget)).toEqual([
      expect.stringContaining(`recorded with TypeScript ${budget.typescript}, this is 8.0.0`),
    ]);
  });
});

describe("measureTypes", () => {
  test("refuses a program that does not compile", async () => {
    await expect(measureTypes("const a: string = 5;")).rejects.toThrow(
      "Type 'number' is not assignable to type 'string'",
    );
  });
});
