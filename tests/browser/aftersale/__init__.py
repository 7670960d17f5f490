import pytest

pytest.register_assert_rewrite("tests.browser.aftersale.story", "tests.browser.aftersale.foretold")
