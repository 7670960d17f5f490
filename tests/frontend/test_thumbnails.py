"""Smaller copies of pictures: of those that are here, in a few sizes."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image

from frontend.goods.thumbnails import SIDES
from frontend.resources import vault
from tests.fixtures.goods import Goods
from tests.fixtures.shop import closed_shop


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A shop with pictures."""
    with closed_shop(tmp_path_factory.mktemp("pictures"), Goods().furnish) as shop:
        shop.index_once()
        yield shop.app().test_client()


@pytest.fixture
def picture(client: FlaskClient) -> str:
    """The hash of one of them."""
    offers = client.get("/api/v1/offers").get_json()["items"]
    return str(offers[0]["document"]["pictures"][0]["sha256"])


@pytest.mark.parametrize("side", SIDES)
def test_copies_fit_their_side(client: FlaskClient, picture: str, side: int) -> None:
    """And are the same when they are asked for again."""
    answer = client.get(f"/pictures/{picture}-{side}.webp")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    with Image.open(BytesIO(answer.data)) as shown:
        assert max(shown.size) == min(side, 320)  # which is how large the pictures are
    assert client.get(f"/pictures/{picture}-{side}.webp").data == answer.data


def test_the_catalogue_shows_copies(client: FlaskClient, picture: str) -> None:
    text = client.get("/").get_data(as_text=True)
    assert f'src="/pictures/{picture}-320.webp"' in text
    assert 'loading="lazy"' in text


@pytest.mark.parametrize("name", ["{0}-321", "{0}-0", "{0}-99999", "ab" * 32 + "-320", "x-320", "../{0}-320"])
def test_nothing_else_is_made(client: FlaskClient, picture: str, name: str) -> None:
    assert client.get(f"/pictures/{name.format(picture)}.webp").status_code == 404


def test_a_text_has_no_picture(client: FlaskClient) -> None:
    offer = client.get("/api/v1/offers").get_json()["items"][0]
    details = offer["details"].removeprefix("0x")
    assert client.get(f"/api/v1/documents/{details}").status_code == 200
    assert client.get(f"/pictures/{details}-320.webp").status_code == 404


def test_an_erased_picture_is_gone(client: FlaskClient, picture: str) -> None:
    assert client.get(f"/pictures/{picture}-320.webp").status_code == 200
    with client.application.app_context():
        vault().erase(picture)
    assert client.get(f"/pictures/{picture}-320.webp").status_code == 404
