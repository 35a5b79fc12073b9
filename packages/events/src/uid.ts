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
  let text = "";
  for (const byte of randomBytes(length)) text += alphabet.charAt(byte & 63);
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
  return (now) => {
    if (now > time) {
      time = now;
      counter = 0;
    } else if (++counter === countersPerMillisecond) {
      time += 1;
      counter = 0;
    }
    return (
      time.toString(36).padStart(timeDigits, "0") +
      counter.toString(36).padStart(counterDigits, "0") +
      randomText(randomCharacters, randomBytes)
    );
  };
}

const pool = new Uint8Array(4096);
let poolUsed = pool.length;

/** Gives random bytes of the Web Crypto global, drawn 4 KiB at a time: each draw costs a call into it. */
export function cryptoBytes(count: number): Uint8Array {
  // Safe: every runtime this runs on (Node 20, browsers, edge) has the Web Crypto global.
  const { crypto } = globalThis as unknown as {
    crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
  };
  if (count > pool.length) return crypto.getRandomValues(new Uint8Array(count));
  if (poolUsed + count > pool.length) {
    crypto.getRandomValues(pool);
    poolUsed = 0;
  }
  poolUsed += count;
  return pool.slice(poolUsed - count, poolUsed);
}
