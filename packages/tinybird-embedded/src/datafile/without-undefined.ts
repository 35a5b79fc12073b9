/** Gives the object without the keys that are `undefined`. */
export function withoutUndefined<T extends object>(value: T): Defined<T> {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  // Safe: exactly the keys whose value is undefined are gone, as Defined<T> says.
  return Object.fromEntries(entries) as Defined<T>;
}

type Defined<T> = {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
} & { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] };
