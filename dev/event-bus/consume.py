"""Consumes the events of exams as an LMS does, and prints each as a line of JSON.

Arguments: the address of Redis, and the prefix of the topics.
"""

import json
import sys

import attr
import django
from django.conf import settings

settings.configure(
    EVENT_BUS_REDIS_CONNECTION_URL=sys.argv[1],
    EVENT_BUS_TOPIC_PREFIX=sys.argv[2],
    EVENT_BUS_REDIS_CONSUMER_POLL_TIMEOUT=1,
    INSTALLED_APPS=["openedx_events"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

from edx_event_bus_redis import RedisEventConsumer  # noqa: E402
from openedx_events.tooling import OpenEdxPublicSignal, load_all_signals  # noqa: E402


def tell(signal, exam_attempt, metadata, **_):
    event = {"type": signal.event_type, "id": str(metadata.id), "time": metadata.time.isoformat()}
    print(json.dumps({**event, "exam_attempt": attr.asdict(exam_attempt)}, default=str), flush=True)


load_all_signals()
for each in OpenEdxPublicSignal.all_events():
    if ".exam.attempt." in each.event_type:
        each.connect(tell)

RedisEventConsumer(
    topic="learning-exam-attempt-lifecycle", group_id="lms", consumer_name="lms-1", check_backlog=True
).consume_indefinitely()
