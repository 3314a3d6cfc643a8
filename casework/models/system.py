"""Rows that the house itself keeps: what kind of database this is, counters, heartbeats."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Database(models.Model):
    """The one row that says what this database is for. Only a demo or a test may set the clock of its history."""

    class Use(models.TextChoices):
        OFFICE = "office", _("in office")
        DEMO = "demo", _("demonstration")
        TEST = "test", _("test")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    use = models.CharField(max_length=8, choices=Use.choices, default=Use.OFFICE)
    history_key_check = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("database")
        verbose_name_plural = _("databases")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_database_row")]

    def __str__(self):
        return self.use


class Counter(models.Model):
    """The last number given out in a series. Advanced inside the transaction that uses it, so there are no gaps."""

    series = models.CharField(primary_key=True, max_length=120)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter")
        verbose_name_plural = _("counters")

    def __str__(self):
        return f"{self.series} {self.last}"


class Heartbeat(models.Model):
    """When the worker last came by, and what it found; readiness reads it."""

    name = models.CharField(primary_key=True, max_length=40)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self):
        return f"{self.name} {self.at:%F %T}"
