"""Ties edx-proctoring to its host: the vendor, the services of the LMS, and who may retire people."""

import rules
from django.apps import AppConfig, apps
from django.conf import settings


class HostConfig(AppConfig):
    """The host as a Django app."""

    name = "host"

    def ready(self):
        from .services import install
        from .vendor import BenchVendor

        install()
        apps.get_app_config("edx_proctoring").backends["mockvendor"] = BenchVendor(**settings.VENDOR)
        if not rules.perm_exists("accounts.can_retire_user"):
            rules.add_perm("accounts.can_retire_user", rules.is_superuser)
