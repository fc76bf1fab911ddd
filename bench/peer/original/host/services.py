"""The services that the LMS gives edx-proctoring. They answer what is asked and do nothing, at no cost but a look-up."""

from datetime import datetime, timezone
from types import SimpleNamespace

from django.contrib.auth import get_user_model
from edx_proctoring.runtime import set_runtime_service
from eventtracking import tracker


class Credit:
    """Credit requirements."""

    def get_credit_state(self, user_id, course_key, return_course_info=False):
        user = get_user_model().objects.get(id=user_id)
        return {
            "enrollment_mode": "verified",
            "course_name": "Bench",
            "profile_fullname": user.get_full_name(),
            "student_email": user.email,
            "credit_requirement_status": [],
        }

    def set_credit_requirement_status(self, *args, **kwargs):
        pass

    def remove_credit_requirement_status(self, *args, **kwargs):
        pass


class Instructor:
    """Course staff and learners' state."""

    def is_course_staff(self, user, course_id):
        return False

    def delete_student_attempt(self, *args, **kwargs):
        pass

    def complete_student_attempt(self, *args, **kwargs):
        pass

    def send_support_notification(self, *args, **kwargs):
        pass

    def get_proctoring_escalation_email(self, course_key):
        return None


class Grades:
    """Grade overrides."""

    def should_override_grade_on_rejected_exam(self, course_key):
        return True

    def override_subsection_grade(self, *args, **kwargs):
        pass

    def undo_override_subsection_grade(self, *args, **kwargs):
        pass


class Certificates:
    """Certificates."""

    def invalidate_certificate(self, user_id, course_key_or_id):
        pass


class Enrollments:
    """Who takes part."""

    def get_enrollments_can_take_proctored_exams(self, course_id, text_search=None):
        return []

    def get_active_enrollments_by_course(self, course_id):
        return []


class EverySequence:
    """An outline that holds every exam, open since 2020."""

    def __contains__(self, key):
        return True

    def get(self, key, default=None):
        return SimpleNamespace(effective_start=datetime(2020, 1, 1, tzinfo=timezone.utc), due=None)


class LearningSequences:
    """Course outlines."""

    def get_user_course_outline_details(self, course_key, user, at_time):
        every = EverySequence()
        return SimpleNamespace(
            outline=SimpleNamespace(accessible_sequences=every),
            schedule=SimpleNamespace(sequences=every, course_end=None),
        )


class NameAffirmation:
    """Verified names."""

    def get_verified_name(self, user, is_verified=False, statuses_to_exclude=None):
        return None


class SilentTracker(tracker.Tracker):
    """Drops tracking events."""

    def emit(self, name=None, data=None):
        pass


def install():
    """Registers all of them."""
    services = {
        "credit": Credit(),
        "instructor": Instructor(),
        "grades": Grades(),
        "certificates": Certificates(),
        "enrollments": Enrollments(),
        "learning_sequences": LearningSequences(),
        "name_affirmation": NameAffirmation(),
    }
    for name, service in services.items():
        set_runtime_service(name, service)
    tracker.register_tracker(SilentTracker())
