"""A host for edx-proctoring that stands in for the LMS, with as little of its own as the package allows."""

import os

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
SECRET_KEY = "key of the bench, of no use elsewhere"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
SITE_ID = 1
SITE_NAME = "lms.example.com"
HTTPS = "on"
PLATFORM_NAME = "Bench"
FEATURES = {}
ENV_ROOT = os.environ["HOST_FOLDER"]
NODE_MODULES_ROOT = "/nonexistent"
LEARNING_MICROFRONTEND_URL = "https://learning.example.com"
DEFAULT_FROM_EMAIL = CONTACT_EMAIL = TECH_SUPPORT_EMAIL = "no-reply@lms.example.com"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STATIC_URL = "/static/"
RETIREMENT_SERVICE_WORKER_USERNAME = "retirement_worker"
COURSE_ID_PATTERN = r"(?P<course_id>[^/+]+(/|\+)[^/+]+(/|\+)[^/?]+)"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["HOST_DATABASE"],
        "USER": "proctoring",
        "HOST": "127.0.0.1",
        "PORT": os.environ["HOST_DATABASE_PORT"],
        # As in the LMS: a transaction per request, connections that are kept.
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 600,
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "django.contrib.admin",
    "rest_framework",
    "edx_when",
    "rules.apps.AutodiscoverRulesConfig",
    "waffle",
    "webpack_loader",
    "simple_history",
    "edx_proctoring",
    "host.apps.HostConfig",
]
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
MIDDLEWARE = [
    "crum.CurrentRequestUserMiddleware",
    "edx_django_utils.cache.middleware.RequestCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "host.sign_in.SignInByHeader",
    "edx_django_utils.cache.middleware.TieredCacheMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "waffle.middleware.WaffleMiddleware",
]
ROOT_URLCONF = "host.urls"
WSGI_APPLICATION = "host.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
JWT_AUTH = {
    "JWT_AUTH_COOKIE": "edx-jwt-cookie",
    "JWT_ISSUERS": [],
    "JWT_SECRET_KEY": SECRET_KEY,
    "JWT_ALGORITHM": "HS256",
}
WEBPACK_LOADER = {
    "WORKERS": {
        "BUNDLE_DIR_NAME": "bundles/",
        "STATS_FILE": os.path.join(os.path.dirname(__file__), "worker-bundles.json"),
        "CACHE": True,
    }
}

VENDOR_URL = os.environ["VENDOR_URL"]
VENDOR = {"client_id": "bench", "client_secret": "secret of the bench"}
PROCTORING_BACKENDS = {"DEFAULT": "mockvendor", "null": {}, "mock": {}, "mockvendor": VENDOR}
PROCTORING_USER_OBFUSCATION_KEY = "key of the bench, of no use elsewhere"
PROCTORING_SETTINGS = {"LINK_URLS": {}}
PROCTORED_EXAM_VIEWABLE_PAST_DUE = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "ERROR"},
}
