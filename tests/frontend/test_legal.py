"""Terms and privacy: the program's own, or what the operator has written, which can do no harm."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from frontend import config
from frontend.app import create_app
from frontend.config import ConfigError, Operator
from tests.fixtures.shop import Shop, closed_shop

Opening = Callable[[Operator], FlaskClient]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop with nothing to sell."""
    with closed_shop(tmp_path_factory.mktemp("legal"), lambda shop: None) as running:
        running.index_once()
        yield running


@pytest.fixture
def opening(shop: Shop) -> Opening:
    """`opening(operator)`: his storefront."""
    settings = config.load(shop.environment())
    return lambda operator: create_app(replace(settings, operator=operator)).test_client()


def text(client: FlaskClient, path: str, language: str = "en") -> str:
    return client.get(path, headers={"Accept-Language": language}).get_data(as_text=True)


def test_default_texts_name_the_operator(opening: Opening) -> None:
    client = opening(Operator("Harbour <Goods>", "harbour@example.org", "Law of Hull", None))
    for path in ("/terms", "/privacy"):
        page = text(client, path)
        for word in ("Harbour &lt;Goods&gt;", "harbour@example.org", "Law of Hull"):
            assert word in page
    assert "erased 14 days after the order has ended" in text(client, "/privacy")


def test_default_texts_say_what_is_missing(opening: Opening) -> None:
    page = text(opening(Operator("", "", "", None)), "/terms")
    assert "The operator has not given a name." in page
    assert "Law that holds" not in page


def test_the_operators_own_text_stands_instead(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "terms.en.md").write_text("# Our terms\n\nBe **kind**. [Write](mailto:harbour@example.org).")
    (tmp_path / "terms.zh.md").write_text("# 本店条款\n\n友善。")
    client = opening(Operator("", "", "", tmp_path))
    page = text(client, "/terms")
    assert "<h2>Our terms</h2>" in page
    assert "<strong>kind</strong>" in page
    assert "What this shop is" not in page
    assert "<h2>本店条款</h2>" in text(client, "/terms", "zh")
    assert "On the chain: public" in text(client, "/privacy")


def test_a_text_in_another_language_says_so(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "privacy.en.md").write_text("We keep nothing.")
    page = text(opening(Operator("", "", "", tmp_path)), "/privacy", "zh")
    assert '<div class="card text stack" lang="en"><p>We keep nothing.</p>' in page


def test_markup_does_no_harm(opening: Opening, tmp_path: Path) -> None:
    (tmp_path / "terms.en.md").write_text(
        "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![y](https://evil.example/y.png)\n\n<b onclick=z>b</b>"
    )
    page = text(opening(Operator("", "", "", tmp_path)), "/terms")
    main = page.split('<div class="card text')[1].split("</main>")[0]
    assert not any(part in main for part in ("<script", 'href="javascript', "<img", "<b "))


def test_a_folder_that_is_not_there_gets_a_sentence(shop: Shop, tmp_path: Path) -> None:
    wrong = shop.environment() | {"HANDOVER_LEGAL": str(tmp_path / "nothing")}
    with pytest.raises(ConfigError, match="HANDOVER_LEGAL must be a folder with Markdown files"):
        config.load(wrong)
