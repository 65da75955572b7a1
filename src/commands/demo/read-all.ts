/** Every row of a list that is read page by page; `placeOf` tells where the next page begins. */
export async function readAll<Row, Place>(
  readPage: (place: Place | null) => Promise<readonly Row[]>,
  placeOf: (last: Row) => Place,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await readPage(last === undefined ? null : placeOf(last));
    if (page.length === 0) return all;
    all.push(...page);
  }
}
