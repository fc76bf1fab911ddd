"""Takes the events of the service: an example with Python's standard library alone.

Environment: WEBHOOK_SECRET (as LMS_WEBHOOK_SECRET), PORT, DATABASE (a file that remembers which events were taken).
"""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SECRET = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
OLDEST_SECONDS = 5 * 60
LARGEST_BYTES = 1024 * 1024
# Sent by `npm run manage -- send-test-event`; it tells of nothing.
TEST = "org.durable-proctoring.test.v1"


def is_signed(headers, body):
    """Whether the service has signed this body, not more than five minutes ago (Standard Webhooks)."""
    event_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not sent_at.isdigit() or abs(time.time() - int(sent_at)) > OLDEST_SECONDS:
        return False
    signed = f"{event_id}.{sent_at}.".encode() + body
    expected = base64.b64encode(hmac.digest(SECRET, signed, hashlib.sha256)).decode()
    given = headers.get("webhook-signature", "").split()
    return any(hmac.compare_digest(f"v1,{expected}", each) for each in given)


def open_database():
    database = sqlite3.connect(os.environ.get("DATABASE", "events.db"))
    database.execute("CREATE TABLE IF NOT EXISTS taken (id TEXT PRIMARY KEY, event TEXT NOT NULL)")
    return database


def take(event_id, event):
    """Keeps an event for what is to be done with it; False if it was kept before."""
    with open_database() as database:
        kept = database.execute("INSERT OR IGNORE INTO taken VALUES (?, ?)", (event_id, json.dumps(event)))
        return kept.rowcount == 1


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("content-length", 0))
        if length > LARGEST_BYTES:
            return self.answer(413)
        body = self.rfile.read(length)
        if not is_signed(self.headers, body):
            return self.answer(401)
        event = json.loads(body)
        if event["type"] == TEST:
            print("a test event: the way to here works", flush=True)
        elif take(self.headers["webhook-id"], event):
            print(event["type"], event["subject"], flush=True)
        return self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        """The events are the log."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8090"))), Receiver)
    print(f"listening on {server.server_port}", flush=True)
    server.serve_forever()
