"""Printed people against the officials of a district, by name and office."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import connection

from people.known_names import FEW_NAMES, Match, Outcome, ambiguous, marks, new
from people.models import District, Official, Post
from people.offices import ALL, BODY, ONE, VAGUE, contradicts, is_in_a_body_of, share
from people.person_names import is_no_name, person_key, printed_keys, spellings
from people.places import Places

_FOUND_BY = {ALL: "职务一致", ONE: "有一项职务一致", VAGUE: "有一项职务一致", BODY: "同在一个单位"}


class KnownOfficials:
    """The officials of a district who bear one of some names, and the posts they hold.

    Read in two queries however many names, then matched in memory. `add` and `hold` tell it of what is not saved yet.
    With `lock_posts` the posts are locked for change.
    """

    def __init__(self, district: District, names: Iterable[str], *, lock_posts: bool = False):
        self.district = district
        self._by_key: dict[str, list[Official]] = defaultdict(list)
        self._posts: dict[int, dict[str, Post]] = defaultdict(dict)  # by id() of the official: a new one has no key
        self._left: dict[int, list[str]] = defaultdict(list)
        self._places: Places | None = None
        names = set(names)
        self.is_whole = len(names) > FEW_NAMES
        by_pk = {official.pk: official for official in self._officials_named(names)} if names else {}
        for official in by_pk.values():
            self.add(official)
        for post in _posts_of(by_pk, lock=lock_posts) if by_pk else ():
            official = by_pk[post.official_id]
            if post.end_date is None:
                self.hold(official, post)
            else:
                self._left[id(official)].append(post.title)

    @property
    def places(self) -> Places:
        if self._places is None:
            self._places = Places.of(self.district)
        return self._places

    def add(self, official: Official) -> None:
        self._by_key[person_key(official.name)].append(official)

    def hold(self, official: Official, post: Post) -> None:
        """`official` is known to hold `post`."""
        self._posts[id(official)][post.title] = post

    def post(self, official: Official, title: str) -> Post | None:
        """The post of exactly that title which `official` holds now."""
        return self._posts[id(official)].get(title)

    def titles(self, official: Official) -> list[str]:
        """The titles `official` holds now, newest first."""
        return list(self._posts[id(official)])

    def rows(self) -> list[Official]:
        """Every official that has been read."""
        return [official for officials in self._by_key.values() for official in officials]

    def contradicts(self, title: str, held: Iterable[str]) -> bool:
        """Whether who holds the titles `held` can hardly be whom a printed title names (`people.offices`)."""
        return contradicts(title, held, self.places)

    def match(self, name: str, title: str, day: datetime.date | None = None) -> Match:
        """What a printed name with its title, which may be empty, stands for on the `day` it tells of, where known."""
        if is_no_name(name):
            return ambiguous((), f"“{name}”是称呼或隐名,不是姓名")
        namesakes = next((tuple(found) for key in printed_keys(name) if (found := self._by_key.get(key))), ())
        if not namesakes:
            return new("没有这个姓名")
        if len(namesakes) == 1:
            return self._one(title, namesakes, day)
        shares = [share(title, self._ever(official), self.places) for official in namesakes]
        best = max(shares)
        if best and shares.count(best) == 1:
            official = namesakes[shares.index(best)]
            others = [one for one in namesakes if one is not official]
            # What is shared in part may be another's too: 区水利局负责人, of its 局长 and its 副局长.
            if best >= ONE or not any(is_in_a_body_of(title, self._ever(one), self.places) for one in others):
                return Match(Outcome.MATCHED, f"同名 {len(namesakes)} 人,{_FOUND_BY[best]}者一人", official, namesakes)
        return ambiguous(
            namesakes,
            f"同名者有 {len(namesakes)} 位,职务分不出是谁",
            ["、".join(self.titles(official)) or "职务未载" for official in namesakes],
        )

    def _one(self, title: str, namesakes: tuple[Official, ...], day: datetime.date | None) -> Match:
        (official,) = namesakes
        held, left = self.titles(official), self._left[id(official)]
        if not contradicts(title, held or left, self.places, self._later(official, day)):
            return Match(Outcome.MATCHED, "同名一人,职务不矛盾", official, namesakes)
        if left and share(title, left, self.places) >= ONE:
            return Match(Outcome.MATCHED, "同名一人,曾任此职", official, namesakes)
        told = "、".join(held) or "曾任" + "、".join(left)
        return ambiguous(namesakes, f"有一位同名者,但职务不同:{told}", [told])

    def _later(self, official: Official, day: datetime.date | None) -> set[str]:
        posts = self._posts[id(official)].values() if day else ()
        return {post.title for post in posts if post.first_seen_date and post.first_seen_date > day}

    def _ever(self, official: Official) -> list[str]:
        return [*self.titles(official), *self._left[id(official)]]

    def _officials_named(self, names: set[str]) -> Iterable[Official]:
        if self.is_whole:
            return Official.objects.filter(district=self.district)
        forms = sorted(set().union(*map(spellings, names)))
        sql = (
            f"SELECT * FROM people_official WHERE district_id = %s AND name IN ({marks(forms)}) "
            "ORDER BY name_pinyin, id"
        )
        return Official.objects.raw(sql, [self.district.pk, *forms])


def _posts_of(officials: Collection[int], *, lock: bool) -> Iterable[Post]:
    """The posts of `officials`, those they have left too."""
    if len(officials) > FEW_NAMES:
        posts = Post.objects.filter(official__in=officials)
        return posts.select_for_update() if lock else posts
    sql = (
        f"SELECT * FROM people_post WHERE official_id IN ({marks(officials)}) "
        "ORDER BY last_seen_date DESC NULLS LAST, id DESC"
    )
    if lock and connection.features.has_select_for_update:
        sql += " FOR UPDATE"
    return Post.objects.raw(sql, list(officials))
