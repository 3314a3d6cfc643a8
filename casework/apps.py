from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("Casework")

    def ready(self):
        from . import reference

        # Every verb and every paper must be known before the first page, API or history line asks for it.
        autodiscover_modules("actions")
        autodiscover_modules("papers")
        import_module("casework.papers.versions")  # they leave with the files of their thing
        post_migrate.connect(reference.load, sender=self, dispatch_uid="casework.reference")
