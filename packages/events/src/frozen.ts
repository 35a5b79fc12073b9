/** A type whose lists and objects are read-only at every depth, so that constants may be passed in. */
export type Frozen<Value> = Value extends object
  ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
  : Value;
