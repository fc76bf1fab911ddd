"""Tells of roles in courses as an LMS does, over the event bus.

Arguments: the address of Redis, and the prefix of the topics. Each line of the input is the JSON of an event: its type
("added" or "removed"), the id, username and email of a person, a course key and a role.
"""

import json
import sys

import django
from django.conf import settings

settings.configure(
    EVENT_BUS_REDIS_CONNECTION_URL=sys.argv[1],
    EVENT_BUS_TOPIC_PREFIX=sys.argv[2],
    INSTALLED_APPS=["openedx_events"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
django.setup()

from edx_event_bus_redis import create_producer  # noqa: E402
from opaque_keys.edx.keys import CourseKey  # noqa: E402
from openedx_events.learning.data import CourseAccessRoleData, UserData, UserPersonalData  # noqa: E402
from openedx_events.learning.signals import COURSE_ACCESS_ROLE_ADDED, COURSE_ACCESS_ROLE_REMOVED  # noqa: E402

SIGNALS = {"added": COURSE_ACCESS_ROLE_ADDED, "removed": COURSE_ACCESS_ROLE_REMOVED}

producer = create_producer()
for line in sys.stdin:
    told = json.loads(line)
    signal = SIGNALS[told["type"]]
    pii = UserPersonalData(username=told["username"], email=told["email"], name="")
    role = CourseAccessRoleData(
        user=UserData(id=told["id"], is_active=True, pii=pii),
        course_key=CourseKey.from_string(told["course"]),
        org_key=CourseKey.from_string(told["course"]).org,
        role=told["role"],
    )
    producer.send(
        signal=signal,
        topic="learning-course-access-role-lifecycle",
        event_key_field="course_access_role_data.course_key",
        event_data={"course_access_role_data": role},
        event_metadata=signal.generate_signal_metadata(),
    )
