"""What a user may see: rows of the districts he belongs to, and of the districts within them."""

from django.apps import apps
from django.db import models
from django.db.models import Q


class DistrictQuerySet(models.QuerySet):
    """Districts: the user's own and those within. Levels are four, so three steps up reach every ancestor."""

    def visible_to(self, user):
        """The districts `user` belongs to and those within; a superuser sees all, a stranger none."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        own = user.memberships.values("district_id")
        return self.filter(
            Q(pk__in=own) | Q(parent__in=own) | Q(parent__parent__in=own) | Q(parent__parent__parent__in=own)
        )


class VisibleQuerySet(models.QuerySet):
    """Rows that know their district: every list, page, autocomplete and export starts from `visible_to(user)`.

    `district_paths` names the ways from a row to its district; a row is seen when one of them is.
    """

    district_paths = ("district",)

    def visible_to(self, user):
        """The rows of the districts `user` may see (`DistrictQuerySet.visible_to`)."""
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self
        districts = apps.get_model("people", "District").objects.visible_to(user).values("pk")
        condition = Q()
        for path in self.district_paths:
            condition |= Q(**{f"{path}__in": districts})
        return self.filter(condition)


def visible_through(*paths: str) -> type[VisibleQuerySet]:
    """A queryset class for rows whose district lies at one of `paths`, e.g. "meeting__district"."""
    return type("VisibleQuerySet", (VisibleQuerySet,), {"district_paths": paths})
