"""Files that are made for their reader: how far each is, the file once it is ready, and a press to drop it."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import jobs
from .panels import panel


def shown(person) -> dict:
    """Return what a page says of this person's files; what failed has been told by that."""
    rows = [
        {
            "key": job.key,
            "title": job.title,
            "name": job.name,
            "asked_at": timezone.localtime(job.asked_at).strftime("%Y-%m-%d %H:%M"),
            "until": timezone.localtime(job.expires_at).strftime("%Y-%m-%d %H:%M"),
            "url": reverse("casework:job", args=[job.key]) if job.ready_at else "",
            "size": f"{max(1, job.size // 1024)} KB",
            "reason": job.reason,
            "waits": not job.claimed_at,
            "done": job.done,
            "total": job.total,
            "share": job.share,
            "new": job.ready_at and not job.taken_at,
        }
        for job in jobs.of(person)
    ]
    running = any(not (row["url"] or row["reason"]) for row in rows)
    return {"jobs": rows, "jobs_running": running}


def mine(key: str, person) -> jobs.Job:
    """Return a file of this person's. Raises ``Http404`` where it is not his, and once its days are over."""
    job = jobs.find(key, person)
    if job is None or job.expires_at < timezone.now():
        raise Http404
    return job


def fetched(job: jobs.Job) -> FileResponse:
    """Return a file that is ready as a download. Raises ``Http404`` where it is gone."""
    try:
        content = jobs.path_of(job).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    type(job)._default_manager.filter(pk=job.pk).update(taken_at=timezone.now())
    response = FileResponse(content, as_attachment=True, filename=job.name, content_type=job.content_type)
    response["Content-Security-Policy"] = "sandbox"
    return response


class Jobs(View):
    """All files of mine, asked for again as long as one of them is being made."""

    def get(self, request):
        context = {"title": _("Files for me"), "crumbs": [{"label": _("Notices"), "url": reverse("casework:notices")}]}
        return panel(request, context | shown(request.user), "casework/jobs.html")


class Job(View):
    """One file: taken by its owner, who may also drop it. To everybody else it is not there."""

    def get(self, request, key):
        job = mine(key, request.user)
        return fetched(job) if job.ready_at else redirect("casework:notices")

    def post(self, request, key):
        job = mine(key, request.user)
        jobs.drop(job)
        messages.info(request, _("“%(title)s” was dropped.") % {"title": job.title})
        return redirect("casework:notices")
