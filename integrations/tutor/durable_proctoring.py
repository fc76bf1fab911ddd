"""Tutor plugin: durable-proctoring as the exams service of Open edX.

It sets what the platform needs, makes the account with which the service asks it, lets the LMS read the events of
exams, and renders the settings of the service itself (plugins/durable_proctoring/apps/service.env in the environment
of Tutor). docs/open-edx.md says how it is used.
"""

from pathlib import Path

from tutor import hooks

HERE = Path(__file__).resolve().parent / "durable_proctoring"

hooks.Filters.CONFIG_DEFAULTS.add_items(
    [
        ("DURABLE_PROCTORING_HOST", "exams.{{ LMS_HOST }}"),
        # Where Tutor's web proxy finds the service, such as "10.0.0.5:8000"; empty: something else serves the host.
        ("DURABLE_PROCTORING_UPSTREAM", ""),
        # What "npm run -s manage -- exam-token-keys" prints. Until it is given, the LMS trusts no key at all: the
        # platform's default is a published test key.
        ("DURABLE_PROCTORING_EXAM_TOKEN_KEYS", {"keys": []}),
        # False: only courses whose flag is on send their exams to the service, and the platform keeps the others.
        ("DURABLE_PROCTORING_TAKES_ALL_COURSES", True),
        ("DURABLE_PROCTORING_USERNAME", "exams_worker"),
        (
            "DURABLE_PROCTORING_REDIS_URL",
            "redis://{% if REDIS_USERNAME and REDIS_PASSWORD %}{{ REDIS_USERNAME }}:{{ REDIS_PASSWORD }}{% endif %}"
            "@{{ REDIS_HOST }}:{{ REDIS_PORT }}/",
        ),
        # Tutor's own.
        ("DURABLE_PROCTORING_TOPIC_PREFIX", "dev"),
        ("DURABLE_PROCTORING_OAUTH2_ID", "durable-proctoring"),
    ]
)
hooks.Filters.CONFIG_UNIQUE.add_items([("DURABLE_PROCTORING_OAUTH2_SECRET", "{{ 32|random_string }}")])

hooks.Filters.ENV_TEMPLATE_ROOTS.add_item(str(HERE / "templates"))
hooks.Filters.ENV_TEMPLATE_TARGETS.add_item(("durable_proctoring/apps", "plugins"))
hooks.Filters.ENV_PATCHES.add_items([(file.name, file.read_text()) for file in sorted((HERE / "patches").iterdir())])
hooks.Filters.CLI_DO_INIT_TASKS.add_item(("lms", (HERE / "tasks" / "lms.sh").read_text()))
