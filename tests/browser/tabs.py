"""Browser profiles and tabs as every test opens them: what must never happen in a tab is written down."""

from playwright.sync_api import Browser, BrowserContext, Page

TIMEOUT = 30_000  # milliseconds; others may use this machine
PLACE = "Europe/Berlin"


def new_profile(browser: Browser) -> BrowserContext:
    """A browser profile of its own, of somebody who reads British English in Berlin."""
    fresh = browser.new_context(locale="en-GB", timezone_id=PLACE, viewport={"width": 1280, "height": 900})
    fresh.set_default_timeout(TIMEOUT)
    return fresh


def watched(tab: Page) -> list[str]:
    """What goes wrong in a tab from now on: errors of scripts, breaches of the Content-Security-Policy, dialogs."""
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    tab.on("dialog", lambda dialog: wrong.append(f"a dialog opened: {dialog.message}"))
    return wrong


def wait_until(tab: Page, condition: str) -> None:
    """Wait until an expression of JavaScript is true in a tab; an error after `TIMEOUT`.

    Playwright's `wait_for_function` evaluates a string again and again, and the second time the page's
    Content-Security-Policy refuses it.
    """
    tab.evaluate(
        f"""async () => {{
            const end = Date.now() + {TIMEOUT};
            while (!({condition})) {{
                if (Date.now() > end) throw new Error("it did not become true");
                await new Promise((look) => setTimeout(look, 50));
            }}
        }}"""
    )
