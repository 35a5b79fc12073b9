import { describe, expect, test } from "vitest";
import { hasBroker, startBroker } from "../../test/broker.ts";
import { fromTopic, kafkaProject, startReader } from "../../test/kafka-project.ts";

const files = {
  "events.datasource": `SCHEMA >
    \`id\` String \`json:$.id\`,
    \`amount\` UInt8 \`json:$.order.amount\` DEFAULT 7,
    \`noted_at\` DateTime64(3) DEFAULT now64(3),
    \`checked\` UInt8 DEFAULT throwIf(id = 'poison')

ENGINE MergeTree
ENGINE_SORTING_KEY id
${fromTopic("events", "KAFKA_AUTO_OFFSET_RESET earliest\nKAFKA_STORE_RAW_VALUE True\nKAFKA_STORE_HEADERS True")}`,
  "classic.datasource": `SCHEMA >
    \`value\` String,
    \`topic\` LowCardinality(String),
    \`partition\` Int16,
    \`offset\` Int64,
    \`timestamp\` DateTime,
    \`key\` String,
    \`company\` Int8 \`json:$.company_id\`,
    \`os\` String \`json:$.device.OS\`

ENGINE MergeTree
ENGINE_PARTITION_KEY toYYYYMM(timestamp)
ENGINE_SORTING_KEY timestamp
${fromTopic("classic", "KAFKA_AUTO_OFFSET_RESET earliest\nKAFKA_STORE_RAW_VALUE 'True'\nKAFKA_TARGET_PARTITIONS 'auto'")}`,
  "keys.datasource": `SCHEMA >
    \`__key\` String,
    \`__offset\` Int64

ENGINE MergeTree
ENGINE_SORTING_KEY __key
${fromTopic("keys")}`,
  "other.datasource": `SCHEMA >
    \`id\` String \`json:$.id\`
${fromTopic("other", "KAFKA_VALUE_FORMAT avro")}`,
};

const at = "1700000000123";

describe.skipIf(!hasBroker)("a data source with KAFKA_* directives", () => {
  test("has the messages of its topic, what stands around them, and its misfits in quarantine", async () => {
    const broker = await startBroker();
    await broker.send("events", [
      {
        partition: 0,
        key: "k",
        value: '{\n "id": "a\\nb", "order": { "amount": 3 } }',
        headers: { trace: "1", twice: ["a", "b"] },
        timestamp: at,
      },
      { partition: 0, value: '{"id":"b"}', timestamp: at },
      { partition: 1, value: "not JSON", timestamp: at },
      { partition: 1, value: '["id"]', timestamp: at },
      { partition: 1, value: '{"id":"c","order":{"amount":300}}', timestamp: at },
      { partition: 1, key: "gone", value: null, timestamp: at },
      { partition: 1, value: '{"id":"poison"}', timestamp: at },
      { partition: 1, value: '{"id":"last"}', timestamp: at },
    ]);
    const sent = '{"company_id":4,"device":{"OS":"x"},"timestamp":1}';
    await broker.send("classic", [
      { partition: 2, value: "{}", timestamp: at },
      { partition: 2, key: "k", value: sent, timestamp: at },
    ]);
    await broker.send("keys", [
      { partition: 0, key: "one", value: "any text" },
      { partition: 0, key: "two", value: null },
    ]);
    const server = await startReader(broker.address, { project: await kafkaProject(files) });
    await expect.poll(() => server.count("events"), { timeout: 20_000 }).toBe(3);
    const noted = expect.stringMatching(/^20/);
    const around = { checked: 0, __topic: "events", __timestamp: "2023-11-14 22:13:20" };
    expect(await server.rows("SELECT * FROM events ORDER BY id")).toEqual([
      {
        ...{ ...around, id: "a\nb", amount: 3, noted_at: noted, __partition: 0, __offset: 0 },
        __value: '{\n "id": "a\\nb", "order": { "amount": 3 } }',
        __key: "k",
        __headers: { trace: "1", twice: "b" },
      },
      {
        ...{ ...around, id: "b", amount: 7, noted_at: noted, __partition: 0, __offset: 1 },
        ...{ __value: '{"id":"b"}', __key: "", __headers: {} },
      },
      {
        ...{ ...around, id: "last", amount: 7, noted_at: noted, __partition: 1, __offset: 5 },
        ...{ __value: '{"id":"last"}', __key: "", __headers: {} },
      },
    ]);
    const misfits = "SELECT __offset, __value, __key, c__error FROM events_quarantine";
    expect(await server.rows(`${misfits} ORDER BY __offset`)).toEqual([
      {
        ...{ __offset: "0", __value: "not JSON", __key: "" },
        c__error: ["the value of the message is not a JSON object: not JSON"],
      },
      {
        ...{ __offset: "1", __value: '["id"]', __key: "" },
        c__error: ['the value of the message is not a JSON object: ["id"]'],
      },
      {
        ...{ __offset: "2", __value: '{"id":"c","order":{"amount":300}}', __key: "" },
        c__error: ["value '300' on column 'amount' is not UInt8"],
      },
      {
        ...{ __offset: "3", __value: "", __key: "gone" },
        c__error: ["value 'null' on column 'id' is not String"],
      },
      {
        ...{ __offset: "4", __value: '{"id":"poison"}', __key: "" },
        c__error: [expect.stringContaining("throwIf")],
      },
    ]);
    await expect.poll(() => server.count("classic"), { timeout: 20_000 }).toBe(1);
    expect(
      await server.rows(
        "SELECT value, topic, partition, offset, timestamp, key, company, os, __value FROM classic",
      ),
    ).toEqual([
      {
        ...{ value: sent, topic: "classic", partition: 2, offset: 1, key: "k" },
        ...{ timestamp: "2023-11-14 22:13:20", company: 4, os: "x", __value: sent },
      },
    ]);
    await expect.poll(() => server.count("keys"), { timeout: 20_000 }).toBe(2);
    expect(await server.rows("SELECT __key, __offset, __value FROM keys ORDER BY __key")).toEqual([
      { __key: "one", __offset: 0, __value: "" },
      { __key: "two", __offset: 1, __value: "" },
    ]);
    expect(await server.topics()).toEqual([
      expect.objectContaining({ datasource: "classic", state: "consuming", lag: 0 }),
      {
        ...{ datasource: "events", topic: "events", group: "readers", state: "consuming", lag: 0 },
        partitions: [
          { partition: 0, last_offset: 1 },
          { partition: 1, last_offset: 5 },
          { partition: 2, last_offset: -1 },
          { partition: 3, last_offset: -1 },
        ],
        last_error: null,
      },
      expect.objectContaining({ datasource: "keys", state: "consuming", lag: 0 }),
      {
        ...{ datasource: "other", topic: "other", group: "readers", state: "refused" },
        ...{ lag: 0, partitions: [] },
        last_error: "KAFKA_VALUE_FORMAT must be json_without_schema: current value is avro",
      },
    ]);

    expect(broker.requests("LeaveGroup")).toBe(0);
    process.kill(server.pid, "SIGTERM");
    await server.ended;
    expect(broker.requests("LeaveGroup")).toBe(1);
  });
});
