/** Changes everything in a value that lets itself be changed, from the inside out. */
export function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    spoil(part);
    // Not an assignment: that throws where a part is frozen, which is a good answer too.
    Reflect.set(value, key, "spoilt");
  }
  Reflect.set(value, Array.isArray(value) ? value.length : "spoilt", "spoilt");
}
