"""The door for machines: the same things, walls, filters and moves as the pages.

A list and a thing are read; everything else is ``POST …/<key>/<move>/`` with the fields of that move's form and the
``version`` that the caller has seen. A refused move is 403 with its reason, a stale one 409 with the thing as it is
now, bad input 400 by field. Things are named by their keys.
"""

import datetime
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    inline_serializer,
)
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from . import clock, delivery, jobs, papers, pdf, policy, present
from .forms import FilesField
from .models import Deadline, DeadlineRule, Message, Moving, Notice, PaperTemplate, PaperVersion
from .moves import Move, Refused, Stale, moves_of
from .papers import versions
from .views import DOCX, arguments, lost, narrowed, of_office, said_page, said_to, taken, taken_again, today
from .views.calendar import MONTH, first_of, of_month
from .views.jobs import fetched, mine
from .views.word import ask_for_pdf, thing_with


class Pages(CursorPagination):
    ordering = "-pk"
    page_size = 50
    page_size_query_param = "size"
    max_page_size = 200


class ThingSerializer(serializers.ModelSerializer):
    """A thing as its readers see it: keys instead of ids, choices as codes with their words beside them."""

    title = serializers.CharField(read_only=True)
    stage_label = serializers.CharField(source="get_stage_display", read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)

    def build_relational_field(self, field_name, relation_info):
        if issubclass(relation_info.related_model, Moving):
            return serializers.SlugRelatedField, {"slug_field": "key", "read_only": True}
        return serializers.StringRelatedField, {}


class DateSerializer(serializers.Serializer):
    """A date with its lamp, the sentence that says why it is that day, and the parts of that sentence."""

    label = serializers.CharField()
    due = serializers.DateField()
    met = serializers.CharField(allow_blank=True)
    lamp = serializers.DictField(child=serializers.CharField())
    why = serializers.CharField()
    counts = serializers.BooleanField(help_text="of several that apply, the one that counts")
    provisional = serializers.BooleanField(help_text="leans on holidays that have not been announced")
    rule = serializers.CharField()
    profile = serializers.CharField(allow_blank=True)
    basis = serializers.CharField()
    certainty = serializers.CharField()
    began = serializers.CharField(help_text="the move from which it is counted")
    began_on = serializers.DateField()
    direction = serializers.ChoiceField(
        choices=DeadlineRule.Direction.choices, help_text="on from the day on which it begins, or back from one set"
    )
    set_on = serializers.CharField(allow_blank=True, help_text="the day from which it is counted back")
    counting = serializers.CharField()
    skipped = serializers.ListField(child=serializers.CharField(), help_text="holidays that were not counted")
    worked = serializers.ListField(child=serializers.CharField(), help_text="weekends that were counted")
    extension = serializers.CharField(allow_blank=True)
    stop = serializers.CharField(allow_blank=True)
    ruling = serializers.CharField(allow_blank=True)


class OpenMoveSerializer(serializers.Serializer):
    """A move as it is open to the reader now, or the reason why it is not."""

    name = serializers.CharField()
    label = serializers.CharField()
    why_not = serializers.CharField(allow_blank=True)


class HistorySerializer(serializers.Serializer):
    """One line of the history."""

    at = serializers.CharField()
    on = serializers.DateField()
    who = serializers.CharField()
    what = serializers.CharField()
    stage = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)


class Things(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """One kind of thing for machines; subclasses name the model, the fields and the filter."""

    model: ClassVar[type[Moving]]
    fields: ClassVar[tuple[str, ...]] = ()
    related: ClassVar[tuple[str, ...]] = ()
    lookup_field = "key"
    pagination_class = Pages

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn for nobody
            return self.model.objects.none()
        return self.model.objects.visible_to(self.request.user).select_related("case", *self.related)

    def get_serializer_class(self):
        return serializer_of(self.model, self.fields, whole=self.action == "retrieve")


@cache
def serializer_of(model: type[Moving], fields: tuple[str, ...], *, whole: bool = False) -> type[ThingSerializer]:
    """Return the serializer of a kind; ``whole`` adds its dates, its history and the moves open to the reader."""
    names = ["key", "title", "stage", "stage_label", "version", "url", *fields]
    meta = type("Meta", (), {"model": model, "fields": names, "read_only_fields": names})
    if not whole:
        kind = model.__name__ if fields else f"Brief{model.__name__}"
        return type(f"{kind}Serializer", (ThingSerializer,), {"Meta": meta})
    meta.fields = [*names, "deadlines", "moves", "history"]
    return type(f"Whole{model.__name__}Serializer", (_Whole, ThingSerializer), {"Meta": meta})


class _Whole(serializers.Serializer):
    deadlines = serializers.SerializerMethodField()
    moves = serializers.SerializerMethodField()
    history = serializers.SerializerMethodField()

    @extend_schema_field(DateSerializer(many=True))
    def get_deadlines(self, thing) -> list[dict[str, Any]]:
        return present.deadlines(present.dates_of(thing), today())

    @extend_schema_field(OpenMoveSerializer(many=True))
    def get_moves(self, thing) -> list[dict[str, Any]]:
        user = self.context["request"].user
        words = policy.words_on(user, thing.case)
        return [
            {"name": m.slug, "label": str(m.label), "why_not": m.why_not(user, thing, today(), words) or ""}
            for m in moves_of(type(thing))
            if m.for_people
        ]

    @extend_schema_field(HistorySerializer(many=True))
    def get_history(self, thing) -> list[dict[str, Any]]:
        return present.timeline(thing)


#: form field → serializer field, for the schema
FIELDS: dict[type[forms.Field], type[serializers.Field]] = {
    forms.DecimalField: serializers.DecimalField,
    forms.IntegerField: serializers.IntegerField,
    forms.DateField: serializers.DateField,
    forms.BooleanField: serializers.BooleanField,
    forms.EmailField: serializers.EmailField,
    forms.CharField: serializers.CharField,
}


def _schema_field(field: forms.Field) -> serializers.Field:
    common = {"required": field.required, "label": str(field.label or ""), "help_text": str(field.help_text or "")}
    if isinstance(field, FilesField):
        return serializers.ListField(child=serializers.FileField(), **common)
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return serializers.ListField(child=serializers.CharField(), **common)
    if isinstance(field, forms.DecimalField):
        return serializers.DecimalField(max_digits=field.max_digits, decimal_places=field.decimal_places, **common)
    for kind, serializer in FIELDS.items():
        if type(field) is kind:
            return serializer(**common)
    return serializers.CharField(**common)


class ReasonSerializer(serializers.Serializer):
    """Why not."""

    detail = serializers.CharField()


class MoveSchema(AutoSchema):
    """Describes a move by its form."""

    def get_operation_id(self):
        return self.view.move.name.replace(".", "_").replace("-", "_")

    def get_tags(self):
        return [self.view.move.model._meta.model_name]

    def get_summary(self):
        return str(self.view.move.label)

    def get_description(self):
        return self.view.move.help

    def get_request_serializer(self):
        form = self.view.move.asks
        fields = {name: _schema_field(field) for name, field in (form.base_fields if form else {}).items()}
        fields["version"] = serializers.IntegerField(required=False, help_text="the version that the caller has seen")
        return inline_serializer(name=self.get_operation_id(), fields=fields)

    def get_response_serializers(self):
        made = serializer_of(self.view.move.makes or self.view.move.model, ())
        return {
            200: made,
            400: OpenApiResponse(description="by field, what is wrong"),
            403: OpenApiResponse(ReasonSerializer, description="not open to this person now, and why"),
            404: OpenApiResponse(description="not there, or not visible"),
            409: OpenApiResponse(ReasonSerializer, description="somebody else has moved it meanwhile"),
        }


class MoveOverApi(APIView):
    """Does one move."""

    move: ClassVar[Any] = None
    schema = MoveSchema()

    def post(self, request, key):
        move: Move = self.move
        thing = get_object_or_404(move.model.objects.visible_to(request.user), key=key)
        form = None
        if move.asks is not None:
            # First whether it is open to him at all: a form may look at what he must not know of.
            if (reason := move.why_not(request.user, thing, today())) is not None:
                return Response({"detail": reason}, status=status.HTTP_403_FORBIDDEN)
            form = move.asks(request.data, request.FILES, thing=thing, by=request.user, today=today())
            if not form.is_valid():
                return Response(form.errors, status=status.HTTP_400_BAD_REQUEST)
        version = serializers.IntegerField(required=False, allow_null=True).run_validation(
            request.data.get("version", thing.version)
        )
        try:
            made = move(
                thing,
                by=request.user,
                today=today(),
                version=version,
                **(arguments(form) if form is not None else {}),
            )
        except Refused as error:
            return Response({"detail": error.reason}, status=status.HTTP_403_FORBIDDEN)
        except Stale as error:
            current = serializer_of(type(error.current), ())(error.current).data
            return Response({"detail": str(error), "current": current}, status=status.HTTP_409_CONFLICT)
        except ValidationError as error:
            return Response({"non_field_errors": error.messages}, status=status.HTTP_400_BAD_REQUEST)
        things = made if isinstance(made, list) else [made]
        seen = [one for one in things if _is_seen(one, request.user)]
        data = [serializer_of(type(one), ())(one).data for one in seen]
        return Response(data if isinstance(made, list) else (data[0] if data else {}))


def _is_seen(thing, user) -> bool:
    return isinstance(thing, Moving) and type(thing).objects.visible_to(user).filter(pk=thing.pk).exists()


class FileSerializer(serializers.Serializer):
    """A file that a worker makes for the caller alone: how far it is, or why there is none."""

    key = serializers.CharField()
    title = serializers.CharField()
    asked_at = serializers.DateTimeField()
    done = serializers.IntegerField(help_text="how much of it is made")
    total = serializers.IntegerField(help_text="of how much; 0 as long as nobody knows")
    ready_at = serializers.DateTimeField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    size = serializers.IntegerField(help_text="bytes")
    reason = serializers.CharField(allow_blank=True, help_text="why it could not be made")
    expires_at = serializers.DateTimeField(help_text="kept until")


class Files(viewsets.ViewSet):
    """The files that are made for the caller; to everybody else they are not there."""

    @extend_schema(responses=FileSerializer(many=True))
    def list(self, request):
        """The caller's files, the newest first."""
        return Response(FileSerializer(jobs.of(request.user), many=True).data)

    @extend_schema(responses=FileSerializer)
    def retrieve(self, request, key):
        """One of them: how far it is."""
        return Response(FileSerializer(mine(key, request.user)).data)

    @extend_schema(responses={204: None})
    def destroy(self, request, key):
        """Drop it, whether it is ready or not."""
        jobs.drop(mine(key, request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, 409: ReasonSerializer})
    def content(self, request, key):
        """Take the file."""
        job = mine(key, request.user)
        if job.ready_at:
            return fetched(job)
        return Response({"detail": job.reason or _("It is not ready yet.")}, status=status.HTTP_409_CONFLICT)


class PaperOverApi(APIView):
    """Gives out the paper of one thing in Word."""

    kind: ClassVar[Any] = None
    model: ClassVar[Any] = None

    @extend_schema(responses={(200, DOCX): OpenApiTypes.BINARY, 409: ReasonSerializer})
    def get(self, request, key):
        """Take the paper as it is now: the last version, or a new one where the data or the template has changed."""
        try:
            return taken(self.kind, key, request.user)
        except versions.Lost as error:
            return Response({"detail": lost(error)}, status=status.HTTP_409_CONFLICT)

    @extend_schema(request=None, responses={202: FileSerializer, 403: ReasonSerializer, 409: ReasonSerializer})
    def post(self, request, key):
        """Have the paper written as PDF by a worker; it waits among the caller's files."""
        thing = thing_with(self.kind, key, request.user)
        try:
            job = ask_for_pdf(self.kind, thing, request.user)
        except versions.Lost as error:
            return Response({"detail": lost(error)}, status=status.HTTP_409_CONFLICT)
        except (pdf.NotInstalled, jobs.TooMany) as error:
            return Response({"detail": str(error)}, status=status.HTTP_403_FORBIDDEN)
        return Response(FileSerializer(job).data, status=status.HTTP_202_ACCEPTED)


class PaperVersionSerializer(serializers.ModelSerializer):
    """A version of a paper: by whom and when it was made, by which template of the office, if not by ours."""

    kind = serializers.CharField(source="kind_of", read_only=True)
    made_by = serializers.SlugRelatedField(slug_field="key", read_only=True)
    template = serializers.SlugRelatedField(slug_field="key", read_only=True)

    class Meta:
        model = PaperVersion
        fields = ["key", "kind", "number", "made_by", "made_at", "template", "sha256"]


class VersionsOverApi(APIView):
    """Lists the versions of the papers of one thing."""

    model: ClassVar[Any] = None

    @extend_schema(responses=PaperVersionSerializer(many=True))
    def get(self, request, key):
        """The versions that the caller may see, of each kind of paper the newest first."""
        seen = self.model.objects.visible_to(request.user).exclude(stage__in=self.model.left)
        thing = get_object_or_404(seen, key=key)
        rows = versions.seen_by(thing, request.user, policy.words_on(request.user, thing.case))
        return Response(PaperVersionSerializer(rows, many=True).data)


class VersionOverApi(APIView):
    """Gives out a version of a paper as it was made."""

    @extend_schema(responses={(200, DOCX): OpenApiTypes.BINARY, 409: ReasonSerializer})
    def get(self, request, key):
        """Take an older version of a paper; whoever takes it stands in the register of exports."""
        try:
            return taken_again(key, request.user)
        except versions.Lost as error:
            return Response({"detail": lost(error)}, status=status.HTTP_409_CONFLICT)


def api_paths(route: str, view: type[Things]):
    """Return the addresses of a kind: its list, one of it, and each of its moves."""
    name = view.model._meta.model_name
    return [
        path(f"{route}/", view.as_view({"get": "list"}), name=f"{name}-list"),
        path(f"{route}/<str:key>/", view.as_view({"get": "retrieve"}), name=name),
        *[
            path(f"{route}/<str:key>/{m.slug}/", MoveOverApi.as_view(move=m), name=f"{name}-{m.slug}")
            for m in moves_of(view.model)
            if m.for_people
        ],
        *[
            path(
                f"{route}/<str:key>/word/{kind.code}/",
                PaperOverApi.as_view(kind=kind, model=kind.model),
                name=f"{name}-word-{kind.code}",
            )
            for kind in papers.kinds_of(view.model)
        ],
        *(
            [
                path(
                    f"{route}/<str:key>/versions-of-papers/",
                    VersionsOverApi.as_view(model=view.model),
                    name=f"{name}-papers",
                )
            ]
            if papers.kinds_of(view.model) or view.model.sealed
            else []
        ),
    ]


class NoticeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Notice
        fields = ["key", "at", "read_at"]


class Inbox(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What happened to what I may see."""

    serializer_class = NoticeSerializer
    pagination_class = Pages

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Notice.objects.none()
        return Notice.objects.visible_to(self.request.user)


class DutySerializer(serializers.ModelSerializer):
    rule = serializers.StringRelatedField()

    class Meta:
        model = Deadline
        fields = ["thing_kind", "rule", "word", "due_on"]


class Duties(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What I must do, and by when."""

    serializer_class = DutySerializer
    pagination_class = Pages

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Deadline.objects.none()
        return Deadline.objects.duties_of(self.request.user).select_related("rule")


class MessageSerializer(serializers.ModelSerializer):
    person = serializers.SlugRelatedField(slug_field="key", read_only=True)
    state = serializers.ChoiceField(choices=Message.State.choices, read_only=True)

    class Meta:
        model = Message
        fields = ["key", "person", "channel", "on", "number", "state", "made_at", "sent_at", "tries", "error"]


class Messages(mixins.ListModelMixin, viewsets.GenericViewSet):
    """What left the house and what could not, for those who keep the doorbell; one that was given up is sent again."""

    model = Message
    serializer_class = MessageSerializer
    pagination_class = Pages
    lookup_field = "key"

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Message.objects.none()
        return Message.objects.visible_to(self.request.user).select_related("person")

    @extend_schema(request=None, responses={200: MessageSerializer, 409: ReasonSerializer})
    def send_again(self, request, key):
        """Send a message again that could not be sent."""
        message = self.get_object()
        if not delivery.send_again(message):
            return Response({"detail": _("It is sent already, or just being sent.")}, status.HTTP_409_CONFLICT)
        message.refresh_from_db()
        return Response(self.get_serializer(message).data)


class ToBeToldSerializer(serializers.Serializer):
    """One line: on which day whom the clock tells of what, if nobody acts."""

    day = serializers.DateField()
    person = serializers.CharField(source="name")
    organisation = serializers.CharField()
    rung = serializers.CharField()
    rule = serializers.CharField()
    kind = serializers.CharField(source="deadline.thing_kind")
    key = serializers.CharField(source="thing.key")
    number = serializers.CharField()
    title = serializers.CharField()
    due_on = serializers.DateField()
    url = serializers.CharField(source="thing.get_absolute_url")


NARROWED = [
    OpenApiParameter("who", str, description="part of the name of a person or body, or a user name"),
    OpenApiParameter("unit", str, description="part of the name of the inspected unit that it is about"),
    OpenApiParameter("matter", str, description="part of the number or the title"),
    OpenApiParameter("kind", str, description="kind of the matter, as the lines say it"),
    OpenApiParameter("since", OpenApiTypes.DATE, description="first day of telling"),
    OpenApiParameter("until", OpenApiTypes.DATE, description="last day of telling"),
]


class ToBeTold(viewsets.ViewSet):
    """What will be told on the 30 days to come, for the office; for everybody else it is not there."""

    inner = True
    serializer_class = ToBeToldSerializer

    @extend_schema(parameters=NARROWED, responses=ToBeToldSerializer(many=True))
    def list(self, request):
        """List what will be told if nobody acts, as far as its reader may see the matters."""
        if not of_office(request.user):
            raise Http404
        rows, form = narrowed(request.user, request.query_params)
        if not form.is_valid():
            return Response(form.errors, status=status.HTTP_400_BAD_REQUEST)
        return Response(ToBeToldSerializer(rows, many=True).data)


class SaidSerializer(serializers.Serializer):
    """One line of what was told: when, whom, of what, and when it was read."""

    notice = serializers.CharField(source="notice.key")
    at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    person = serializers.CharField(source="name")
    organisation = serializers.CharField()
    rung = serializers.CharField()
    rule = serializers.CharField()
    kind = serializers.CharField(source="deadline.thing_kind")
    key = serializers.CharField(source="thing.key")
    number = serializers.CharField()
    title = serializers.CharField()
    due_on = serializers.DateField()
    url = serializers.CharField(source="thing.get_absolute_url")


class SaidPageSerializer(serializers.Serializer):
    """Some lines, the newest first, and after which notice there is more to look through."""

    next = serializers.CharField(allow_blank=True, help_text="ask with before=… for what is older; blank at the end")
    results = SaidSerializer(many=True)


class WasTold(viewsets.ViewSet):
    """What was told of dates, for the office; for everybody else it is not there."""

    inner = True
    serializer_class = SaidPageSerializer

    @extend_schema(
        parameters=[*NARROWED, OpenApiParameter("before", str, description="the notice after which to go on")],
        responses=SaidPageSerializer,
    )
    def list(self, request):
        """List what was told, the newest first, as far as its reader may see the matters."""
        if not of_office(request.user):
            raise Http404
        rows, form = said_to(request.user, request.query_params)
        if not form.is_valid():
            return Response(form.errors, status=status.HTTP_400_BAD_REQUEST)
        matter = form.asked().get("matter", "").strip()
        found, last = said_page(request.user, rows, matter, request.query_params.get("before", ""))
        return Response(SaidPageSerializer({"next": last, "results": found}).data)


class DateOfMonthSerializer(serializers.Serializer):
    """One open date: the day, what is due, and the matter."""

    due_on = serializers.DateField()
    rule = serializers.CharField()
    kind = serializers.CharField()
    key = serializers.CharField()
    number = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    lamp = serializers.DictField(child=serializers.CharField())


class DayOfMonthSerializer(serializers.Serializer):
    """One day: whether it is worked, and whether that is sure."""

    on = serializers.DateField()
    works = serializers.BooleanField()
    provisional = serializers.BooleanField(help_text="the holidays of its year have not been announced")
    name = serializers.CharField(allow_blank=True, help_text="the holiday, or why the office is closed or open")


class MonthSerializer(serializers.Serializer):
    """A month: its days, and the dates that are open in it."""

    month = serializers.CharField(help_text="YYYY-MM")
    days = DayOfMonthSerializer(many=True)
    dates = DateOfMonthSerializer(many=True)


class Month(viewsets.ViewSet):
    """One's own dates of a month, and for the office those that it oversees."""

    serializer_class = MonthSerializer

    @extend_schema(
        parameters=[
            OpenApiParameter("month", str, description="YYYY-MM; without it the month that it is"),
            OpenApiParameter("whose", str, description="`office` for all dates that the office oversees"),
        ],
        responses=MonthSerializer,
    )
    def list(self, request):
        """Return the days of a month and the dates due in it, as far as its reader may see the matters."""
        asked = request.query_params.get("month", "")
        if asked and not MONTH.fullmatch(asked):
            return Response({"month": [_("Say the month as YYYY-MM.")]}, status=status.HTTP_400_BAD_REQUEST)
        day = today()
        begin = first_of(asked, day)
        after = (begin + datetime.timedelta(days=31)).replace(day=1)
        wide = request.query_params.get("whose") == "office" and of_office(request.user)
        calendar = clock.Calendar()
        days = []
        for one in clock.days(begin, after - clock.ONE_DAY):
            works, unsure = calendar.works(one)
            days.append({"on": one, "works": works, "provisional": unsure, "name": calendar.name(one)})
        dates = [
            {
                "due_on": date.due_on,
                "rule": _(date.rule.name),
                "kind": date.thing_kind,
                "key": thing.key,
                "number": present.number_of(thing),
                "title": thing.title,
                "url": thing.get_absolute_url(),
                "lamp": clock.lamp_of(date, day),
            }
            for date, thing in of_month(request.user, begin, after, wide)
        ]
        return Response(MonthSerializer({"month": f"{begin:%Y-%m}", "days": days, "dates": dates}).data)


class PaperTemplates(Things):
    """Templates of the office. They are handed in by a move of the district committee."""

    model = PaperTemplate
    fields = ("kind_of", "name", "edition", "about", "sha256", "handed_in_on")


urlpatterns = [
    *api_paths("paper-templates", PaperTemplates),
    path("versions-of-papers/<str:key>/", VersionOverApi.as_view(), name="paper"),
    path("files/", Files.as_view({"get": "list"}), name="files"),
    path("files/<str:key>/", Files.as_view({"get": "retrieve", "delete": "destroy"}), name="file"),
    path("files/<str:key>/content/", Files.as_view({"get": "content"}), name="file-content"),
    path("messages/", Messages.as_view({"get": "list"}), name="messages"),
    path("messages/<str:key>/send-again/", Messages.as_view({"post": "send_again"}), name="message-send-again"),
    path("reminders-to-come/", ToBeTold.as_view({"get": "list"}), name="reminders-to-come"),
    path("reminders-told/", WasTold.as_view({"get": "list"}), name="reminders-told"),
    path("calendar/", Month.as_view({"get": "list"}), name="calendar"),
    path("notices/", Inbox.as_view({"get": "list"}), name="notices"),
    path("duties/", Duties.as_view({"get": "list"}), name="duties"),
]
