import {
  resolveRef,
  type SchemaNode,
  schemaList,
  schemaNode,
  schemasByName,
} from "../json-schema/schema-node.ts";

// By field, or by action and field where one word does not suit all. What is not here gets its name.
const samples: Readonly<Record<string, string | number>> = {
  assigneeId: "u2",
  assigneeName: "Grace",
  cronTimestamp: 1_750_000_000_000,
  field: "url",
  from: "minor",
  "incident.acknowledge.message": "looking into it",
  "incident.reclassify.reason": "checkout is affected",
  "incident.reopen.reason": "it is down again",
  "incident.update.field": "title",
  incidentId: 7,
  latency: 480,
  "maintenance.end.message": "the disks are new",
  "maintenance.start.title": "new disks",
  message: "timeout",
  "monitor.degraded.statusCode": 200,
  "monitor.recovered.statusCode": 200,
  monitors: "monitor:1",
  name: "API",
  provider: "email",
  reason: "planned work",
  region: "gru",
  severity: "major",
  statusCode: 503,
  title: "API does not answer",
  to: "major",
  type: "alert",
  url: "https://api.example.com",
};

/** Gives metadata that a person can read in an example: every field that the JSON Schema has, the same each time. */
export function sampleMetadata(action: string, root: SchemaNode): unknown {
  const make = (node: SchemaNode, name: string): unknown => {
    const target = resolveRef(node, root);
    if (target === false) return null;
    const sample = samples[`${action}.${name}`] ?? samples[name];
    if (Array.isArray(target.enum))
      return target.enum.find((one) => one === sample) ?? target.enum[0];
    if ("const" in target) return target.const;
    const [option] = schemaList(target.anyOf ?? target.oneOf);
    if (option !== undefined) return make(option, name);
    const [type]: unknown[] = [target.type].flat();
    switch (type) {
      case "array":
        return [make(schemaNode(target.items), name)];
      case "object":
        return Object.fromEntries(
          [...schemasByName(target.properties)].map(([key, field]) => [key, make(field, key)]),
        );
      case "boolean":
        return true;
      case "null":
        return null;
      case "number":
      case "integer":
        return typeof sample === "number" ? sample : 1;
      default:
        return typeof sample === "string" ? sample : name;
    }
  };
  return make(root, "metadata");
}
