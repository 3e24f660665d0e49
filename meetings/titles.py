"""The title of the day: what somebody was when a meeting was held."""

from django.db.models import F, Q
from django.utils import timezone

from people.models import Post


def titles_on(day, officials) -> dict[int, str]:
    """The title each of `officials` held on `day` (today where the day is not known), the one seen last."""
    day = day or timezone.localdate()
    posts = Post.objects.filter(
        Q(start_date=None) | Q(start_date__lte=day), Q(end_date=None) | Q(end_date__gte=day), official__in=officials
    )
    latest_last = posts.order_by(F("last_seen_date").asc(nulls_first=True), "id") if officials else []
    return {post.official_id: post.title for post in latest_last}
