import { AuditError } from "@audit/events";

/** What names a stream: the entity and its workspace. */
export interface StreamName {
  readonly workspaceId: string;
  readonly id: string;
}

/** One replay got the events of two streams; their states would be mixed into one. */
export class MixedStreamsError extends AuditError<"mixed_streams"> {
  override readonly name = "MixedStreamsError";
  readonly stream: StreamName;
  readonly other: StreamName;

  constructor(facts: { projection: string; stream: StreamName; other: StreamName }) {
    const { projection, stream, other } = facts;
    super(
      "mixed_streams",
      `Cannot replay "${projection}" as all events must be of one stream: current value is ${show(stream)} and ${show(other)}`,
    );
    this.stream = { workspaceId: stream.workspaceId, id: stream.id };
    this.other = { workspaceId: other.workspaceId, id: other.id };
  }
}

function show({ workspaceId, id }: StreamName): string {
  return `${JSON.stringify(id)} of workspace ${JSON.stringify(workspaceId)}`;
}
