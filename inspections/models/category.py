"""What is inspected: the editions of the content of inspection, of which a round picks one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CategorySet(models.Model):
    """One edition of the content of inspection (四个着力, 六项纪律 …); a round picks one and keeps it."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    since = models.CharField(_("in use since"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("category set")
        verbose_name_plural = _("category sets")
        ordering = ["id"]

    def __str__(self):
        return self.name


class Category(models.Model):
    """One entry of a category set."""

    category_set = models.ForeignKey(CategorySet, models.PROTECT, related_name="categories")
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=120)
    short = models.CharField(_("short name"), max_length=20)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["category_set", "order"]
        constraints = [models.UniqueConstraint(fields=["category_set", "order"], name="one_category_a_place")]

    def __str__(self):
        return self.short
