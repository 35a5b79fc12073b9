/** SQL that ClickHouse runs, of how many events are there and what they say. */
export const storedDigest = `SELECT
  toUInt32(count()) AS events,
  lower(hex(SHA256(arrayStringConcat(arraySort(groupArray(concat(
    uid, '|', workspace_id, '|', id, '|', action, '|', metadata, '|', toString(timestamp), '|', actor, '|', targets, '|', context
  ))), '\\n')))) AS digest
FROM audit_log`;
