import { Command, Option } from "commander";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { auditShape } from "../generate/audit-shape.ts";
import { kafkaFlagNames, type TargetFlags } from "../generate/choose-target.ts";
import { demoShape } from "../generate/demo-shape.ts";
import { maxMonitors } from "../generate/fleet-size.ts";
import { saslMechanisms, securityProtocols } from "../generate/kafka-settings.ts";
import { type PlanFlags, readPlan } from "../generate/plan.ts";
import { type Run, type RunFlags, runGenerator } from "../generate/run-generator.ts";
import { count, countUpTo } from "../option-values.ts";
import { openSession } from "../session.ts";

interface Flags extends ConnectionFlags, PrintFlags, TargetFlags, PlanFlags, RunFlags {}

/** Gives `audit generate`. */
export function generateCommand(): Command {
  return withPrinting(
    withConnection(new Command("generate"))
      .description("Send made-up events that look like life; again they are the same.")
      .option(
        "--events <number>",
        "end after so many of a round (default: what the days have)",
        count,
      )
      .option(
        "--days <number>",
        "days of past, up to last midnight UTC (default: 7)",
        countUpTo(3660),
      )
      .option("--from <time>", "begin then instead")
      .option("--seed <text>", "another one gives other events", "1")
      .addOption(
        new Option(
          "--monitors <number>",
          "how many (default: 20, or what --events take)",
        ).argParser(countUpTo(maxMonitors)),
      )
      .addOption(
        new Option("--workspaces <number>", "spread them over ws_1, ws_2, …")
          .argParser(countUpTo(1000))
          .conflicts("workspace"),
      )
      .option("--rate <number>", "events a second, recorded as they come in", count)
      .option(
        "--repeat [rounds]",
        "so many rounds, each with monitors of its own (default: until Ctrl-C)",
        count,
      )
      .addOption(
        new Option("--sample", "show one of the events and send nothing").conflicts([
          "repeat",
          "rate",
          "stdout",
        ]),
      )
      .addOption(
        new Option("--shape <shape>", "demo: as Tinybird's demo-audit-log has events")
          .choices(["audit", "demo"])
          .default("audit"),
      )
      .option("--datasource <name>", "where those of the demo go (default: audit_log_hfi)")
      .addOption(
        new Option(
          "--bootstrap-servers <list>",
          "Kafka's brokers (AUDIT_KAFKA_BOOTSTRAP_SERVERS)",
        ).conflicts(["url", "token", "datasource"]),
      )
      .addOption(
        new Option(
          "--topic <name>",
          "its topic (AUDIT_KAFKA_TOPIC, default: audit_log; demo: audit_log_demo)",
        ).conflicts(["url", "token", "datasource"]),
      )
      .option("--username <name>", "its user (AUDIT_KAFKA_KEY)")
      .option("--password <text>", "better as AUDIT_KAFKA_SECRET: others see arguments")
      .addOption(
        new Option("--security-protocol <name>", "AUDIT_KAFKA_SECURITY_PROTOCOL").choices(
          securityProtocols,
        ),
      )
      .addOption(
        new Option("--sasl-mechanism <name>", "AUDIT_KAFKA_SASL_MECHANISM").choices(saslMechanisms),
      )
      .addOption(
        new Option("--stdout", "write them as lines of JSON, for audit import").conflicts([
          "url",
          "token",
          "datasource",
          "json",
          "ndjson",
          ...kafkaFlagNames,
        ]),
      )
      .option("--silent", "no progress and no summary"),
  )
    .addHelpText(
      "after",
      "\nGoes to the Events API, or to Kafka where its brokers or topic are given.\nCtrl-C ends it after what is under way, with 130.\n\nExample:\n  $ audit generate --days 7 --monitors 20",
    )
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const session = openSession(flags);
  const plan = readPlan(flags, session, Date.now());
  const run: Run = { flags, session, plan };
  const { seed, from, days, monitors, workspaces, events } = plan;
  if (flags.shape === "audit")
    return runGenerator(auditShape({ seed, from, days, monitors, workspaces }, events), run);
  const { datasource = "audit_log_hfi" } = flags;
  return runGenerator(demoShape({ seed, from, days, events: events ?? 1000 }, datasource), run);
}
