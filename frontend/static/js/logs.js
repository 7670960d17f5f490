// What contracts have logged, as far as a node gives it at once.

/** The newest log since a block that `isIt`, looked for from the end; `query(first, last)` asks for those between two blocks. */
export async function newest(query, from, provider, isIt) {
  let to = Math.max(from, Number(await provider.send("eth_blockNumber", []))); // for "latest" the library remembers its answer
  let size = to - from + 1;
  while (to >= from) {
    const start = Math.max(from, to - size + 1);
    const found = await query(start, to).catch((error) => {
      if (start === to) throw error;
      return null;
    });
    const log = found?.findLast(isIt);
    if (log) return log;
    if (found) to = start - 1;
    else size = Math.floor((to - start + 1) / 2);
  }
}
