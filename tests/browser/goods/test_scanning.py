"""Scanning: from a picture, by the camera, by typing; and what a code of somebody else's makes the page do: nothing."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageDraw, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.tabs import new_profile, watched
from tests.fixtures.pedigree import JOURNEYED, Pedigree
from tests.fixtures.shop import Shop

HOST = "https://id.example.org"  # what the label says; it is never asked
SIDE = 900  # pixels of a photograph


def photograph(text: str, folder: Path, angle: float = 0.0) -> Path:
    """A label on a table, not quite straight and not quite sharp."""
    output = BytesIO()
    segno.make(text, error="m").save(output, kind="png", scale=8, border=4)
    label = Image.open(output).convert("L")
    table = Image.new("L", (SIDE, SIDE), 150)
    ImageDraw.Draw(table).rectangle((40, 40, SIDE - 60, SIDE - 40), fill=190)
    table.paste(label, ((SIDE - label.width) // 2, (SIDE - label.height) // 2))
    path = folder / "label.jpg"
    table.rotate(angle, fillcolor=150).filter(ImageFilter.GaussianBlur(1.2)).save(path, quality=70)
    return path


@pytest.mark.parametrize("angle", [0.0, 17.0])
def test_a_picture_leads_to_the_item(page: Page, shop: Shop, pedigree: Pedigree, tmp_path: Path, angle: float) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{shop.url}/scan")
    page.get_by_label("A photograph of the code").set_input_files(
        photograph(HOST + pedigree.path(JOURNEYED), tmp_path, angle)
    )
    page.wait_for_url(f"**{pedigree.path(JOURNEYED)}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fresh milk")
    assert all(url.startswith(shop.url) or url.startswith(("data:", "blob:")) for url in asked)


@pytest.mark.parametrize(
    "said", ["https://evil.example/01/09506000200026", "javascript:alert(1)", "wifi:T:WPA;S:x;P:y;;"]
)
def test_a_code_of_somebody_else_is_not_followed(page: Page, shop: Shop, tmp_path: Path, said: str) -> None:
    page.goto(f"{shop.url}/scan")
    page.get_by_label("A photograph of the code").set_input_files(photograph(said, tmp_path))
    page.wait_for_url(lambda url: url != f"{shop.url}/scan")
    assert page.url.startswith(f"{shop.url}/scan?text=") or page.url.startswith(f"{shop.url}/01/")


def test_a_picture_without_a_code(page: Page, shop: Shop, tmp_path: Path) -> None:
    page.goto(f"{shop.url}/scan")
    empty = tmp_path / "empty.png"
    Image.new("L", (SIDE, SIDE), 120).save(empty)
    page.get_by_label("A photograph of the code").set_input_files(empty)
    expect(page.locator("#status")).to_contain_text("No code was found in this picture.")
    text = tmp_path / "text.png"
    text.write_text("no picture")
    page.get_by_label("A photograph of the code").set_input_files(text)
    expect(page.locator("#status")).to_contain_text("This file is no picture that the browser can read.")


def test_typing_leads_there_too(page: Page, shop: Shop, pedigree: Pedigree) -> None:
    page.goto(f"{shop.url}/scan")
    page.get_by_label("The link, or all that is printed").fill("(01)09506000200026(10)M-1(21)B1")
    page.get_by_role("button", name="Show").first.click()
    expect(page).to_have_url(shop.url + pedigree.path(JOURNEYED))
    page.goto(f"{shop.url}/scan")
    page.get_by_text("Part by part").click()
    page.get_by_label("GTIN", exact=True).fill("09506000200027")
    page.get_by_role("button", name="Show").last.click()
    box = page.get_by_label("GTIN", exact=True)
    expect(box).to_be_focused()
    expect(box).to_have_accessible_description(re.compile("its last digit would be 6, not 7"))
    expect(box).to_have_value("09506000200027")


def test_without_permission_for_the_camera(page: Page, shop: Shop) -> None:
    page.goto(f"{shop.url}/scan")
    page.get_by_role("button", name="Use the camera").click()
    expect(page.locator("#status")).to_contain_text("The camera could not be used.")
    expect(page.get_by_role("button", name="Use the camera")).to_be_visible()


@pytest.fixture
def camera(shop: Shop, pedigree: Pedigree, browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser whose camera sees a label."""
    frame = Image.new("YCbCr", (640, 480), (150, 128, 128))
    frame.paste(Image.open(photograph(HOST + pedigree.path(JOURNEYED), tmp_path)).convert("YCbCr").resize((480, 480)))
    luma, blue, red = frame.split()
    half = [part.resize((320, 240)).tobytes() for part in (blue, red)]
    film = tmp_path / "film.y4m"
    film.write_bytes(b"YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420\n" + (b"FRAME\n" + luma.tobytes() + b"".join(half)) * 4)
    own = [
        *FLAGS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    launched = browser.browser_type.launch(executable_path=str(CHROMIUM), args=own)
    context = new_profile(launched)
    context.grant_permissions(["camera"], origin=shop.url)
    yield context
    launched.close()


def test_the_camera_reads_a_label(camera: BrowserContext, shop: Shop, pedigree: Pedigree) -> None:
    page = camera.new_page()
    wrong = watched(page)
    page.goto(f"{shop.url}/scan")
    page.get_by_role("button", name="Use the camera").click()
    page.wait_for_url(f"**{pedigree.path(JOURNEYED)}")
    assert not wrong
