import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import casework.models.thing


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0009_rungs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="notice", name="notice_unsent"),
        migrations.RenameField(model_name="notice", old_name="sent_at", new_name="gathered_at"),
        migrations.RemoveField(model_name="notice", name="error"),
        migrations.RemoveField(model_name="notice", name="lease_until"),
        migrations.RemoveField(model_name="notice", name="tries"),
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="failures in a row")),
                ("last_failure", models.CharField(blank=True, max_length=200, verbose_name="last failure")),
                ("failed_at", models.DateTimeField(null=True, verbose_name="last failed at")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="last sent at")),
                ("dead_since", models.DateTimeField(null=True, verbose_name="silent since")),
            ],
            options={
                "verbose_name": "channel",
                "verbose_name_plural": "channels",
            },
        ),
        migrations.AlterField(
            model_name="notice",
            name="gathered_at",
            field=models.DateTimeField(null=True, verbose_name="gathered at"),
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(default=casework.models.thing.new_key, editable=False, max_length=16, unique=True),
                ),
                ("channel", models.CharField(max_length=40, verbose_name="channel")),
                ("on", models.DateField(verbose_name="day")),
                ("number", models.PositiveIntegerField(default=0, verbose_name="things told of")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gathered at")),
                ("lease_until", models.DateTimeField(null=True, verbose_name="not before")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries to send")),
                ("error", models.CharField(blank=True, max_length=200, verbose_name="last failure")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent at")),
                ("given_up_at", models.DateTimeField(null=True, verbose_name="given up at")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="message",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="notices",
                to="casework.message",
                verbose_name="message",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("gathered_at__isnull", True)), fields=["person"], name="notice_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("given_up_at__isnull", True), ("sent_at__isnull", True)),
                fields=["id"],
                name="message_waits",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["-made_at"], name="message_by_time"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("person", "channel", "on"), name="one_message_a_day", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at__isnull", True), ("given_up_at__isnull", True), _connector="OR"),
                name="sent_or_given_up",
            ),
        ),
    ]
