"""Proof pages: saved from a shop's page, opened from the disk without a network."""

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from tests.fixtures.shop import until

HOLDS = "Everything that can be checked without a network holds"
CHANGED = "Something here was changed"
UNCHECKED = "Not checked"
WHOLE = """async (all) => {
  const drawn = await Promise.allSettled(all.map((one) => one.decode()));
  return drawn.filter(({ status }) => status === "fulfilled").length;
}"""


class Proof(NamedTuple):
    """A proof page: its verdict, what it checked, what it opened of sealed documents, how many pictures it shows."""

    verdict: str
    checks: str
    papers: str
    pictures: int


def saved(page: Page, button: str, folder: Path) -> Path:
    """What a button saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).or_(page.get_by_role("link", name=button)).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def opened(browser: Browser, text: str, path: Path) -> Proof:
    """A proof page with this text; whatever it asked of a network fails the test."""
    path.write_text(text)
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        wrong: list[str] = []
        local = ("file:", "data:")
        page.on("request", lambda request: wrong.append(request.url) if not request.url.startswith(local) else None)
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(path.as_uri())
        until(lambda: wrong or not page.locator("#verdict").inner_text().startswith(UNCHECKED))
        shown = [page.locator(part).inner_text() for part in ("#verdict", "#checks", "#opened-papers")]
        assert wrong == [] or shown[0].startswith(UNCHECKED)
        whole = page.locator("img").evaluate_all(WHOLE)
        return Proof(*shown, pictures=whole)
