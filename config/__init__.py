"""The switchboard: it may look at every app, and none looks at it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
