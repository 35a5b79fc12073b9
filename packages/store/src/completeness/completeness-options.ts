/** The part of a spool that tells how much waits in it, as `openSpool` of `@audit/store/spool` gives it. */
export interface ReadableSpool {
  state(): Promise<{ readonly events: number; readonly bytes: number }>;
}

/** Which window to look at. Bounds are inclusive, in ms since epoch, by `recordedAt`. */
export interface CompletenessOptions {
  /** @defaultValue a day before `to` */
  readonly from?: number | undefined;
  /** @defaultValue {@link visibilityLag} before the store's time: what is newer may not be visible yet */
  readonly to?: number | undefined;
  /** How many writers to list, 1 to 1,000; `totals` is of all. @defaultValue 100 */
  readonly limit?: number | undefined;
  /** A spool of this machine, to tell what waits in it. */
  readonly spool?: ReadableSpool | undefined;
  /** Ends the call with its reason, at once. */
  readonly signal?: AbortSignal | undefined;
}
