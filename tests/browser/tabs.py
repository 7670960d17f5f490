"""Browser profiles and tabs as every test opens them: what must never happen in a tab is written down."""

import os

from playwright.sync_api import Browser, BrowserContext, Page

TIMEOUT = 120_000  # milliseconds; others may use this machine
PLACE = "Europe/Berlin"
# What a page's scripts have not come to yet takes no press: it would do nothing, or lead to another page.
UNTIL_LOADED = """(() => {
  const held = new CSSStyleSheet();
  held.replaceSync("* { pointer-events: none !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, held];
  const letGo = () => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== held); };
  addEventListener("load", letGo, { once: true });
})()"""
# Milliseconds that every answer takes, for whoever looks for tests that only pass where all is fast.
LATENCY = int(os.environ.get("HANDOVER_LATENCY", "0"))


def new_profile(browser: Browser) -> BrowserContext:
    """A browser profile of its own, of somebody who reads British English in Berlin."""
    fresh = browser.new_context(locale="en-GB", timezone_id=PLACE, viewport={"width": 1280, "height": 900})
    unhurried(fresh)
    if LATENCY:
        fresh.on("page", _slow_down)
    return fresh


def unhurried(profile: BrowserContext) -> None:
    """Whoever acts here waits until a page is there, as long as a busy machine may take."""
    profile.set_default_timeout(TIMEOUT)
    profile.add_init_script(UNTIL_LOADED)


def _slow_down(tab: Page) -> None:
    tools = tab.context.new_cdp_session(tab)
    endless = {"downloadThroughput": -1, "uploadThroughput": -1}
    tools.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY, **endless})


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
