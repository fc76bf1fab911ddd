"""The back-end behind which the bench's vendor stands."""

from django.conf import settings
from edx_proctoring.backends.rest import BaseRestProctoringProvider


class BenchVendor(BaseRestProctoringProvider):
    """A REST vendor at VENDOR_URL."""

    verbose_name = "Vendor of the bench"
    base_url = settings.VENDOR_URL
    tech_support_email = "help@vendor.example.com"
    tech_support_phone = "+1 555 0100"
    learner_notification_from_email = "notify@vendor.example.com"
    help_center_article_url = "https://vendor.example.com/help"
