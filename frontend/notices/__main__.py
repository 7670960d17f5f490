"""`python -m frontend.notices` sends mail about orders that wait, for those who asked for it, until it is stopped."""

import argparse
import signal
import sys
import threading

from flask import Flask
from sqlalchemy.exc import DatabaseError

from frontend import config
from frontend.app import create_app
from frontend.index import store
from frontend.notices.mail import NoServer, NotTaken
from frontend.notices.sending import Sender
from frontend.notices.subscriptions import Subscriptions
from frontend.vault import Vault

AGAIN = 30.0  # seconds between two rounds


def main() -> int:
    """Exit code: 0 stopped as told, 1 refused (with a sentence)."""
    parser = argparse.ArgumentParser(prog="python -m frontend.notices", description=__doc__)
    parser.add_argument("--once", action="store_true", help="one round only")
    options = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        settings = config.load()
        if not settings.sends_mail:
            raise config.ConfigError("SMTP_URL names no mail server, so no mail is sent.")
        return _run(create_app(settings), settings, options.once, stop)
    except config.ConfigError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _run(app: Flask, settings: config.Settings, once: bool, stop: threading.Event) -> int:
    engine = store.open_engine(settings.database)
    sender = Sender(settings, Subscriptions(Vault(settings.vault)))
    problem = ""
    while not stop.is_set():
        before, problem = problem, ""
        try:
            with app.app_context(), engine.connect() as db:
                if sent := sender.round(db):
                    print(f"notices: {sent} mails sent", flush=True)
        except (NoServer, NotTaken) as refusal:
            problem = str(refusal)
        except DatabaseError:
            problem = "The index is not there yet, or its database cannot be reached."
        if problem and problem != before:
            print(f"notices: {problem}", file=sys.stderr, flush=True)
        if once:
            return 1 if problem else 0
        stop.wait(AGAIN)
    return 0


if __name__ == "__main__":
    sys.exit(main())
