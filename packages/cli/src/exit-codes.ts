/** What a script may rely on; documented in the README. */
export const exitCodes = {
  ok: 0,
  error: 1,
  usage: 2,
  /** Nothing was found, or what was asked for is not complete. */
  nothing: 3,
  /** Ended by Ctrl-C before its end. */
  interrupted: 130,
} as const;
