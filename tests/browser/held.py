"""What a browser keeps for the shop: looked at and put there through the page's own modules."""

HELD = """async () => {
  const { get, keys } = await import("/static/js/drawer.js");
  const { now } = await import("/static/js/page.js");
  const held = await Promise.all((await keys("outbox")).map((key) => get("outbox", key)));
  return held.map(({ until }) => until && Math.round((until - now()) / 3600));
}"""  # how long, in hours

HOLD = """async (untils) => {
  const { hold } = await import("/static/js/outbox.js");
  for (const [place, until] of untils.entries()) {
    await hold([[`0x${String(place).repeat(64)}`, new Uint8Array([place])]], until ?? undefined);
  }
}"""
