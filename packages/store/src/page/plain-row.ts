/** The columns of a row, and `exact_timestamp`. */
const answeredColumns = 18;

/** A row of a pipe that is as almost all are: with all columns of their types, and no others. */
export interface PlainRow {
  readonly workspace_id: string;
  readonly id: string;
  readonly uid: string;
  readonly action: string;
  readonly version: number;
  readonly metadata: string;
  readonly timestamp: number;
  readonly exact_timestamp: string;
  readonly recorded_at: number;
  readonly actor: string;
  readonly targets: string;
  readonly outcome: string;
  readonly context: string;
  readonly correlation_id: string;
  readonly causation_id: string;
  readonly writer: string;
  readonly sequence: number;
  readonly previous: number;
}

/**
 * Tells whether a row has each column in its type, none besides, and no number that lost digits: whether
 * it certainly holds an event. What its JSON texts say is not looked at.
 */
export function isPlainRow(
  row: Readonly<Record<string, unknown>>,
): row is PlainRow & Readonly<Record<string, unknown>> {
  return (
    typeof row.workspace_id === "string" &&
    typeof row.id === "string" &&
    typeof row.uid === "string" &&
    typeof row.action === "string" &&
    typeof row.metadata === "string" &&
    typeof row.actor === "string" &&
    typeof row.targets === "string" &&
    typeof row.outcome === "string" &&
    typeof row.context === "string" &&
    typeof row.correlation_id === "string" &&
    typeof row.causation_id === "string" &&
    typeof row.writer === "string" &&
    Number.isSafeInteger(row.version) &&
    Number.isSafeInteger(row.timestamp) &&
    Number.isSafeInteger(row.recorded_at) &&
    Number.isSafeInteger(row.sequence) &&
    Number.isSafeInteger(row.previous) &&
    typeof row.exact_timestamp === "string" &&
    isDigits(row.exact_timestamp) &&
    keyCount(row) === answeredColumns
  );
}

/** Tells whether a text is 1 to 20 digits; with a sign before them it needs another look. */
function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x30 || unit > 0x39) return false;
  }
  return text.length > 0 && text.length <= 20;
}

function keyCount(fields: object): number {
  let count = 0;
  for (const _ in fields) count += 1;
  return count;
}
