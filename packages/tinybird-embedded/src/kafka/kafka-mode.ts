/**
 * Which topics are consumed. `false`: none. `true`: those of every connection whose settings are complete. `auto`: those
 * of connections whose brokers are on this machine, or come from a secret that this server was given: a copy of a
 * project must not take messages from those who run it.
 */
export type KafkaMode = boolean | "auto";
