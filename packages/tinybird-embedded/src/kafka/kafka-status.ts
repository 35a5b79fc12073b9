/** How a topic's reading goes; nothing of a message or a setting. */
export interface KafkaStatus {
  readonly datasource: string;
  readonly topic: string;
  readonly group: string;
  /**
   * `consuming`; `connecting`, also after a failure, in growing pauses; `waiting` for the log to take rows again;
   * `refused`: the datafile asks for what is not there; `off`.
   */
  readonly state: "consuming" | "connecting" | "waiting" | "refused" | "off";
  /** How many messages are in the topic after those that were read, of the partitions that this server reads. */
  readonly lag: number;
  /** The partitions that this server reads, with the offset of the last message that is in the log; -1: none. */
  readonly partitions: readonly { readonly partition: number; readonly last_offset: number }[];
  /** Why it is not read, or the last reason why it was not; null if there never was one. */
  readonly last_error: string | null;
}
