import { describe, expect, test } from "vitest";
import { tutorialSteps } from "./tutorial-steps.ts";

const fence = "```";

describe("tutorialSteps", () => {
  test("gives files and commands in order, a command with what it prints", () => {
    const markdown = [
      `${fence}ts title=src/a.ts`,
      "export const a = 1;",
      fence,
      "Run it:",
      `${fence}sh run`,
      "node a.js",
      fence,
      `${fence}text`,
      "1",
      fence,
      "",
    ].join("\n");
    expect(tutorialSteps(markdown)).toEqual([
      { kind: "write", line: 1, file: "src/a.ts", text: "export const a = 1;\n" },
      { kind: "run", line: 5, command: "node a.js", prints: "1\n" },
    ]);
  });

  test("takes a command without text after it to print nothing", () => {
    const markdown = `${fence}sh run\ntrue\n${fence}\n${fence}ts title=a.ts\na();\n${fence}\n`;
    expect(tutorialSteps(markdown)[0]).toMatchObject({ command: "true", prints: "" });
  });

  test("leaves alone what is only read", () => {
    expect(tutorialSteps(`${fence}sh\ngit clone\n${fence}\n${fence}ts\na();\n${fence}\n`)).toEqual(
      [],
    );
  });
});
