const firstBytes = 65_536;

/** A text that grows, as its bytes in UTF-8: to write a character is to set a byte. */
export class Utf8Text {
  #bytes = new Uint8Array(firstBytes);
  #at = 0;
  /** By how much the bytes are more than the UTF-16 units. */
  #surplus = 0;

  /** Bytes that are in it. */
  get size(): number {
    return this.#at;
  }

  /** UTF-16 units that are in it. */
  get units(): number {
    return this.#at - this.#surplus;
  }

  /** Forgets what was written since it had so many bytes and units. */
  cut(size: number, units: number): void {
    this.#at = size;
    this.#surplus = size - units;
  }

  /** Gives all of it, and begins anew. */
  take(): string {
    const text = decoder.decode(this.#bytes.subarray(0, this.#at));
    this.cut(0, 0);
    return text;
  }

  /** Writes a text of ASCII as it is. */
  writeAscii(text: string): void {
    const bytes = this.#roomFor(text.length);
    const at = this.#at;
    for (let index = 0; index < text.length; index += 1) bytes[at + index] = text.charCodeAt(index);
    this.#at = at + text.length;
  }

  /** Writes well-formed Unicode as it is. */
  write(text: string): void {
    const bytes = this.#roomFor(3 * text.length);
    let at = this.#at;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit < 0x80) bytes[at++] = unit;
      else if (unit < 0x800) {
        bytes[at++] = 0xc0 | (unit >> 6);
        bytes[at++] = 0x80 | (unit & 0x3f);
        this.#surplus += 1;
      } else if (unit < 0xd800 || unit > 0xdfff) {
        bytes[at++] = 0xe0 | (unit >> 12);
        bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
        bytes[at++] = 0x80 | (unit & 0x3f);
        this.#surplus += 2;
      } else {
        index += 1;
        const point = 0x1_0000 + ((unit & 0x3ff) << 10) + (text.charCodeAt(index) & 0x3ff);
        bytes[at++] = 0xf0 | (point >> 18);
        bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
        bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
        bytes[at++] = 0x80 | (point & 0x3f);
        this.#surplus += 2;
      }
    }
    this.#at = at;
  }

  /** Writes what stands between the quotes of a JSON text. */
  writeText(text: string): void {
    if (!this.#writePlain(text, 0)) this.write(JSON.stringify(text).slice(1, -1));
  }

  /** Writes a key of an object as it stands within a JSON text, with what is before and behind it. */
  writeNestedKey(key: string, isFirst: boolean): void {
    const { length } = key;
    const bytes = this.#roomFor(length + 6);
    const start = this.#at;
    bytes[start] = isFirst ? 0x7b : 0x2c;
    this.#at = start + 1;
    if (!this.#writePlain(key, 2)) this.write(JSON.stringify(JSON.stringify(key)).slice(1, -1));
    this.#roomFor(1)[this.#at++] = 0x3a;
  }

  /** Writes a JSON text as it stands within another, its quotes included. */
  writeNestedText(text: string): void {
    if (!this.#writePlain(text, 2)) this.write(JSON.stringify(JSON.stringify(text)).slice(1, -1));
  }

  /** Writes a whole number that is not negative, or any number that JSON has, as JSON does. */
  writeNumber(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      this.writeAscii(Number.isFinite(value) ? `${value}` : "null");
      return;
    }
    const bytes = this.#roomFor(16);
    const end = this.#at + digitsOf(value);
    let at = end;
    let rest = value;
    // Beyond 31 bits to divide is slow, so that is done once.
    if (rest >= billion) {
      const high = Math.floor(rest / billion);
      let low = rest - high * billion;
      for (let place = 0; place < 9; place += 1) {
        const next = (low / 10) | 0;
        bytes[--at] = 0x30 + low - next * 10;
        low = next;
      }
      rest = high;
    }
    do {
      const next = (rest / 10) | 0;
      bytes[--at] = 0x30 + rest - next * 10;
      rest = next;
    } while (rest > 0);
    this.#at = end;
  }

  /** Writes ASCII of which JSON escapes nothing, between quotes of so many bytes: `""` or `\"\"`. */
  #writePlain(text: string, quote: 0 | 2): boolean {
    const { length } = text;
    const bytes = this.#roomFor(length + 4);
    const at = this.#at + quote;
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit < 0x20 || unit > 0x7f || unit === 0x22 || unit === 0x5c) return false;
      bytes[at + index] = unit;
    }
    if (quote === 2) {
      bytes[at - 2] = bytes[at + length] = 0x5c;
      bytes[at - 1] = bytes[at + length + 1] = 0x22;
    }
    this.#at = at + length + quote;
    return true;
  }

  #roomFor(more: number): Uint8Array {
    const needed = this.#at + more;
    if (needed > this.#bytes.length) this.#grow(needed);
    return this.#bytes;
  }

  #grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = larger;
  }
}

// A byte order mark that a text begins with is a character of it.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const billion = 1_000_000_000;

function digitsOf(value: number): number {
  let digits = 1;
  for (let least = 10; value >= least; least *= 10) digits += 1;
  return digits;
}
