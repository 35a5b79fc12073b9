import { UnexpectedAnswerError } from "@audit/store";
import { z } from "zod";
import { askTinybird, type Connection } from "./ask-tinybird.ts";
import type { Pipe, Project } from "./project.ts";

const named = z.object({ name: z.string() });
const datasources = z.object({
  datasources: z.array(named.extend({ columns: z.array(named) })),
});
const pipes = z.object({
  pipes: z.array(
    named.extend({
      endpoint: z.string().nullish(),
      nodes: z.array(
        named.extend({
          id: z.string().optional(),
          sql: z.string(),
          params: z.array(named).optional(),
        }),
      ),
    }),
  ),
});

/** Asks a server for its data sources with their columns, and its pipes. */
export async function readProject(connection: Connection): Promise<Project> {
  const [all, read] = await Promise.all([readDatasources(connection), readPipes(connection)]);
  return { datasources: all, pipes: read };
}

async function readDatasources(connection: Connection): Promise<Project["datasources"]> {
  const asked = "list the data sources";
  const answer = await askTinybird(connection, { asked, path: "/v0/datasources" });
  return new Map(
    checked(datasources, answer, asked).datasources.map(({ name, columns }) => [
      name,
      { columns: columns.map((column) => column.name) },
    ]),
  );
}

/** Asks a server for the pipes that the token may read. */
export async function readPipes(connection: Connection): Promise<Project["pipes"]> {
  const asked = "list the pipes";
  const answer = await askTinybird(connection, { asked, path: "/v0/pipes" });
  return new Map(
    checked(pipes, answer, asked).pipes.map(({ name, endpoint, nodes }): [string, Pipe] => [
      name,
      {
        name,
        // Tinybird has the node's id there.
        endpoint: nodes.find((node) => [node.id, node.name].includes(endpoint ?? ""))?.name,
        nodes: nodes.map((node) => ({
          name: node.name,
          sql: node.sql,
          parameters: (node.params ?? []).map((parameter) => parameter.name),
        })),
      },
    ]),
  );
}

function checked<T>(schema: z.ZodType<T>, answer: unknown, asked: string): T {
  const { data, error } = schema.safeParse(answer);
  if (data !== undefined) return data;
  const [issue] = error?.issues ?? [];
  throw new UnexpectedAnswerError(asked, `have ${issue?.path.join(".") ?? "it"} as Tinybird's has`);
}
