"""The settings of what runs in a storm: the real ones, only in more of a hurry."""

from datetime import timedelta

from config.settings import *  # noqa: F403

MESSAGE_LEASE = timedelta(seconds=6)
CELERY_BEAT_SCHEDULE = {"look": {"task": "casework.tasks.look", "schedule": 1.0, "options": {"expires": 30}}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
