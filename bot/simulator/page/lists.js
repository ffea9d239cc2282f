// The page's lists, read from its data files.

/** Places, stickers and suggested residents; filled by loadLists. */
export const lists = { points: [], stickers: [], residents: [] };

/** Loads the lists; call it once, before anything is shown. */
export async function loadLists() {
  const load = async (name) => {
    lists[name] = await (await fetch(`${name}.json`)).json();
  };
  await Promise.all(Object.keys(lists).map(load));
}
