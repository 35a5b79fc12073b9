/** Gives that many random bytes. */
export type RandomBytes = (count: number) => Uint8Array;

// 64 characters that are safe in a URL, so that six bits of a byte pick one without bias.
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const timeDigits = 9;
const counterDigits = 4;
const countersPerMillisecond = 36 ** counterDigits;
const randomCharacters = 12;

/** Gives a random text of 64 URL-safe characters, six bits each (the scheme of nanoid). */
export function randomText(length: number, randomBytes: RandomBytes): string {
  if (randomBytes === cryptoBytes && length <= firstDrawn) return cryptoText(length);
  return textOf(randomBytes(length));
}

function textOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += alphabet.charAt(byte & 63);
  return text;
}

/**
 * Gives a function that makes uids: 9 characters of time in base 36, 4 of a counter, 12 random ones.
 *
 * The uids of one generator strictly increase, compared by code unit, also when the clock stands
 * still or runs backwards: the greatest time seen is kept, and a full counter moves it on by 1 ms.
 */
export function uidGenerator(randomBytes: RandomBytes): (now: number) => string {
  let time = 0;
  let counter = -1;
  let prefix = "0".repeat(timeDigits);
  const moveTo = (next: number) => {
    time = next;
    counter = 0;
    prefix = time.toString(36).padStart(timeDigits, "0");
  };
  return (now) => {
    if (now > time) moveTo(now);
    else if (++counter === countersPerMillisecond) moveTo(time + 1);
    return (
      prefix +
      counter.toString(36).padStart(counterDigits, "0") +
      randomText(randomCharacters, randomBytes)
    );
  };
}

// The first texts of a process are not kept waiting for many more.
const firstDrawn = 64;
const mostDrawn = 4_096;
let drawn = 0;
let text = "";
let textUsed = 0;

/** Gives a random text, of many drawn and written at a time. */
function cryptoText(length: number): string {
  if (textUsed + length > text.length) {
    drawn = drawn === 0 ? firstDrawn : mostDrawn;
    text = textOf(cryptoBytes(drawn));
    textUsed = 0;
  }
  textUsed += length;
  return text.slice(textUsed - length, textUsed);
}

/** Gives random bytes of the Web Crypto global. */
export function cryptoBytes(count: number): Uint8Array {
  // Safe: every runtime this runs on (Node 20, browsers, edge) has the Web Crypto global.
  const { crypto } = globalThis as unknown as {
    crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
  };
  return crypto.getRandomValues(new Uint8Array(count));
}
