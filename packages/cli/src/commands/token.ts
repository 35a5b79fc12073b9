import { Command } from "commander";
import { createCommand } from "../token/create-command.ts";
import { jwtCommand } from "../token/jwt-command.ts";

/** Gives `audit token`. */
export function tokenCommand(): Command {
  return new Command("token")
    .description("Make a token that sees one workspace: a static one, or a JWT for a browser.")
    .addCommand(createCommand())
    .addCommand(jwtCommand());
}
