/** Things by their names; some can be had by other names, too, by which they are in no list. */
export class NamedResources<Resource> extends Map<string, Resource> {
  readonly #byOtherName: ReadonlyMap<string, Resource>;

  constructor(
    byName: Iterable<readonly [string, Resource]>,
    byOtherName: Iterable<readonly [string, Resource]>,
  ) {
    super(byName);
    this.#byOtherName = new Map(byOtherName);
  }

  override get(name: string): Resource | undefined {
    return super.get(name) ?? this.#byOtherName.get(name);
  }

  override has(name: string): boolean {
    return super.has(name) || this.#byOtherName.has(name);
  }
}
