/** Does a job for each item, a few at a time; gives the outcomes in the order of the items. */
export async function inParallel<Item, Outcome>(
  items: readonly Item[],
  atOnce: number,
  job: (item: Item) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) outcomes[index] = await job(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes;
}
