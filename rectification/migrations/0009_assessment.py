"""What comes after the reports: assessments, satisfaction surveys, and what a unit makes public."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import casework.models.thing
import findings.models.letter

#: It runs as the owner and tells the portal, which may not read the table, no more than a stranger may know of a survey
#: that is open: its unit, its last day, and how many codes it has.
FUNCTIONS = """
CREATE FUNCTION rectification_survey(asked_token text, asked_day date)
RETURNS TABLE (survey text, unit text, closes_on date, codes integer) LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT s.key::text, o.name::text, s.closes_on, s.codes::integer
    FROM rectification_satisfactionsurvey s
    JOIN inspections_engagement e ON e.id = s.engagement_id
    JOIN accounts_organisation o ON o.id = e.unit_id
    WHERE s.token = asked_token AND s.stage = 'open' AND s.closes_on >= asked_day
$$;
REVOKE ALL ON FUNCTION rectification_survey(text, date) FROM PUBLIC;
"""
GONE = "DROP FUNCTION rectification_survey(text, date);"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_skills"),
        ("casework", "0007_burden"),
        ("inspections", "0016_reviews"),
        ("rectification", "0008_burden"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("survey", models.CharField(db_index=True, max_length=16)),
                (
                    "whole",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("satisfied", "satisfied"),
                            ("basically", "basically satisfied"),
                            ("dissatisfied", "not satisfied"),
                            ("unknown", "don't know"),
                        ],
                        max_length=12,
                        verbose_name="The rectification as a whole",
                    ),
                ),
                (
                    "solved",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("satisfied", "satisfied"),
                            ("basically", "basically satisfied"),
                            ("dissatisfied", "not satisfied"),
                            ("unknown", "don't know"),
                        ],
                        max_length=12,
                        verbose_name="Whether what people complained of was solved",
                    ),
                ),
                (
                    "told",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("satisfied", "satisfied"),
                            ("basically", "basically satisfied"),
                            ("dissatisfied", "not satisfied"),
                            ("unknown", "don't know"),
                        ],
                        max_length=12,
                        verbose_name="Whether one was told what is put right",
                    ),
                ),
                (
                    "conduct",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("satisfied", "satisfied"),
                            ("basically", "basically satisfied"),
                            ("dissatisfied", "not satisfied"),
                            ("unknown", "don't know"),
                        ],
                        max_length=12,
                        verbose_name="Whether the conduct of leaders and staff has become better",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a satisfaction survey",
                "verbose_name_plural": "answers to satisfaction surveys",
            },
        ),
        migrations.CreateModel(
            name="SatisfactionSurvey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=casework.models.thing.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[("open", "open for answers"), ("closed", "closed and counted")],
                        default="open",
                        max_length=8,
                        verbose_name="stage",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=findings.models.letter.new_token,
                        editable=False,
                        max_length=24,
                        unique=True,
                        verbose_name="code in the address",
                    ),
                ),
                ("asked", models.CharField(max_length=200, verbose_name="who is asked")),
                (
                    "codes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="slips handed out",
                    ),
                ),
                ("closes_on", models.DateField(verbose_name="last day for answers")),
                ("closed_on", models.DateField(editable=False, null=True, verbose_name="survey closed on")),
                ("answers", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="answers")),
                ("result", models.JSONField(default=dict, editable=False, verbose_name="what people answered")),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="satisfaction_surveys",
                        to="inspections.engagement",
                        verbose_name="engagement",
                    ),
                ),
            ],
            options={
                "verbose_name": "satisfaction survey",
                "verbose_name_plural": "satisfaction surveys",
            },
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=casework.models.thing.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "being drawn up"),
                            ("in_use", "in use"),
                            ("retired", "no longer for new assessments"),
                            ("dropped", "dropped with a reason"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="stage",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "since",
                    models.CharField(help_text="the year, e.g. 2026", max_length=20, verbose_name="in use since"),
                ),
                (
                    "excellent_from",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("90"),
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="excellent from points",
                    ),
                ),
                (
                    "passed_from",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("80"),
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="passed from points",
                    ),
                ),
                (
                    "basic_from",
                    models.DecimalField(
                        decimal_places=1,
                        default=Decimal("60"),
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="basically passed from points",
                    ),
                ),
                (
                    "sham_at_most",
                    models.CharField(
                        choices=[("basic", "basically passed"), ("failed", "not passed")],
                        default="failed",
                        max_length=12,
                        verbose_name="best grade after sham rectification",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        help_text="Which sheet this is a new edition of; this one retires it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="rectification.scoresheet",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "score sheet",
                "verbose_name_plural": "score sheets",
            },
        ),
        migrations.CreateModel(
            name="ScoreCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=casework.models.thing.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "viewpoint",
                    models.CharField(
                        choices=[
                            ("office", "the inspection office"),
                            ("discipline", "the discipline commission"),
                            ("personnel", "the organisation department"),
                        ],
                        max_length=12,
                        verbose_name="scored by",
                    ),
                ),
                ("group", models.CharField(max_length=40, verbose_name="group of criteria")),
                ("text", models.TextField(verbose_name="criterion")),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="full points",
                    ),
                ),
                (
                    "fact",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("closed", "problems closed"),
                            ("in_time", "handed in on time"),
                            ("returned", "returned for more"),
                            ("relapsed", "relapsed, or found wanting on a return visit"),
                            ("at_once", "put right at once"),
                            ("papers", "plan and reports returned"),
                            ("effects", "amounts, people and institutions"),
                            ("evidence", "evidence found not acceptable"),
                            ("satisfaction", "satisfaction survey"),
                        ],
                        max_length=12,
                        verbose_name="fact shown beside it",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "being drawn up"),
                            ("frozen", "in use"),
                            ("dropped", "dropped with a reason"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="stage",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="rectification.scoresheet",
                        verbose_name="score sheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion of a score sheet",
                "verbose_name_plural": "criteria of score sheets",
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=casework.models.thing.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("scoring", "being scored"),
                            ("scored", "scored, grade to be proposed"),
                            ("proposed", "grade proposed"),
                            ("confirmed", "grade confirmed"),
                            ("objected", "the unit has objected"),
                            ("answered", "objection answered"),
                            ("excused", "not assessed, with a reason"),
                        ],
                        default="scoring",
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=1, editable=False, max_digits=5, null=True, verbose_name="points in all"
                    ),
                ),
                (
                    "counted",
                    models.JSONField(default=dict, editable=False, verbose_name="facts when the grade was proposed"),
                ),
                (
                    "proposed_grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "excellent"),
                            ("passed", "passed"),
                            ("basic", "basically passed"),
                            ("failed", "not passed"),
                        ],
                        max_length=12,
                        verbose_name="grade proposed",
                    ),
                ),
                ("proposed_on", models.DateField(editable=False, null=True, verbose_name="proposed on")),
                ("why", models.TextField(blank=True, verbose_name="reason for the grade")),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("excellent", "excellent"),
                            ("passed", "passed"),
                            ("basic", "basically passed"),
                            ("failed", "not passed"),
                        ],
                        max_length=12,
                        verbose_name="grade of the rectification",
                    ),
                ),
                ("confirmed_on", models.DateField(editable=False, null=True, verbose_name="confirmed on")),
                ("objection", models.TextField(blank=True, verbose_name="objection of the unit")),
                ("objected_on", models.DateField(editable=False, null=True, verbose_name="objected on")),
                ("answer", models.TextField(blank=True, verbose_name="answer to the objection")),
                ("answered_on", models.DateField(editable=False, null=True, verbose_name="objection answered on")),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "engagement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessment",
                        to="inspections.engagement",
                        verbose_name="engagement",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspections.meeting",
                        verbose_name="confirmed by the meeting",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="rectification.scoresheet",
                        verbose_name="score sheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment of the rectification",
                "verbose_name_plural": "assessments of the rectification",
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=casework.models.thing.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("drafting", "being written"),
                            ("submitted", "before the head of the office"),
                            ("approved", "approved, to be published"),
                            ("published", "published"),
                            ("withheld", "not published, with a reason"),
                        ],
                        default="drafting",
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                (
                    "kind_of",
                    models.CharField(
                        choices=[("inside", "inside the Party"), ("public", "to the public")],
                        max_length=8,
                        verbose_name="to whom",
                    ),
                ),
                ("heading", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="text to be published")),
                ("drafted_on", models.DateField(editable=False, verbose_name="drafted on")),
                ("submitted_on", models.DateField(editable=False, null=True, verbose_name="handed in on")),
                ("approved_on", models.DateField(editable=False, null=True, verbose_name="approved on")),
                (
                    "returned_times",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="times returned"),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where it is published")),
                ("address", models.URLField(blank=True, max_length=300, verbose_name="address on the web")),
                ("published_from", models.DateField(null=True, verbose_name="published from")),
                ("published_until", models.DateField(null=True, verbose_name="published until")),
                (
                    "approved_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "feedback",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures",
                        to="rectification.feedback",
                        verbose_name="feedback",
                    ),
                ),
            ],
            options={
                "verbose_name": "disclosure of the rectification",
                "verbose_name_plural": "disclosures of the rectification",
                "constraints": [
                    models.UniqueConstraint(fields=("feedback", "kind_of"), name="one_disclosure_of_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_until__isnull", True),
                            ("published_until__gte", models.F("published_from")),
                            _connector="OR",
                        ),
                        name="published_until_after_from",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        default=casework.models.thing.new_key,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="key",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "viewpoint",
                    models.CharField(
                        choices=[
                            ("office", "the inspection office"),
                            ("discipline", "the discipline commission"),
                            ("personnel", "the organisation department"),
                        ],
                        max_length=12,
                        verbose_name="scored by",
                    ),
                ),
                ("group", models.CharField(max_length=40, verbose_name="group of criteria")),
                ("text", models.TextField(verbose_name="criterion")),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="full points",
                    ),
                ),
                (
                    "fact",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("closed", "problems closed"),
                            ("in_time", "handed in on time"),
                            ("returned", "returned for more"),
                            ("relapsed", "relapsed, or found wanting on a return visit"),
                            ("at_once", "put right at once"),
                            ("papers", "plan and reports returned"),
                            ("effects", "amounts, people and institutions"),
                            ("evidence", "evidence found not acceptable"),
                            ("satisfaction", "satisfaction survey"),
                        ],
                        max_length=12,
                        verbose_name="fact shown beside it",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("open", "no points yet"), ("given", "points given")],
                        default="open",
                        max_length=8,
                        verbose_name="stage",
                    ),
                ),
                ("points", models.DecimalField(decimal_places=1, max_digits=4, null=True, verbose_name="points")),
                ("reason", models.TextField(blank=True, verbose_name="why points were taken off")),
                ("on", models.DateField(null=True, verbose_name="scored on")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="rectification.assessment",
                        verbose_name="assessment of the rectification",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="scored by whom",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="body that scores",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casework.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "points for a criterion",
                "verbose_name_plural": "points for criteria",
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "order"), name="one_score_a_criterion"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("points__isnull", True),
                            models.Q(("points__gte", 0), ("points__lte", models.F("weight"))),
                            _connector="OR",
                        ),
                        name="no_more_points_than_full",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("points__isnull", True),
                            ("points", models.F("weight")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="points_taken_off_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("excellent_from__gt", models.F("passed_from")), ("passed_from__gt", models.F("basic_from"))
                ),
                name="better_grades_need_more_points",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecriterion",
            constraint=models.UniqueConstraint(fields=("sheet", "order"), name="one_criterion_a_place"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage", "confirmed"), _negated=True), ("confirmed_on__isnull", False), _connector="OR"
                ),
                name="confirmed_says_when",
            ),
        ),
        migrations.RunSQL(FUNCTIONS, GONE),
    ]
