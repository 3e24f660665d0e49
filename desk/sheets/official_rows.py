"""Rows of officials, one post a row, held against the register: who is meant is told as when a page is recorded."""

from collections import defaultdict

from django.db.models import Model

from desk.sheets.planned import Change, PlannedRow, RowPlan, SeenRows, Writes
from desk.sheets.related import Related
from desk.sheets.rows import Draft
from people.known_names import FEW_NAMES, Outcome
from people.known_officials import KnownOfficials
from people.models import District, Official, Post
from people.title_text import names_no_post, post_title


class OfficialRows:
    """Plans an import of officials and their posts."""

    def __init__(self, district: District, drafts: list[Draft], related: Related):
        self.district = district
        self.related = related
        self.writes = Writes()
        self.used: list[Model] = []
        self.seen = SeenRows()
        names = {draft.get("name") for draft in drafts} - {None}
        self.known = KnownOfficials(district, names)
        namesakes = {row.pk: row for name in names for row in self.known.match(name, "").candidates}
        self.posts = self._posts(namesakes)
        self.planned = [self._row(draft) for draft in drafts]

    def _posts(self, officials: dict[int, Official]) -> dict[int, list[Post]]:
        """All posts of officials, former ones too, by id() of the official: a new one has no key."""
        posts: dict[int, list[Post]] = defaultdict(list)
        if not officials:
            return posts
        rows = Post.objects.select_related("organization").order_by("id")
        many = len(officials) > FEW_NAMES
        rows = rows.filter(official__district=self.district) if many else rows.filter(official__in=list(officials))
        for post in rows:
            if post.official_id in officials:
                posts[id(officials[post.official_id])].append(post)
        return posts

    def _row(self, draft: Draft) -> PlannedRow:
        plan = RowPlan(draft, self.related)
        plan.refuse_other_district(self.district)
        name, title = draft.get("name"), self._title(draft)
        official = self._official_of(draft, name, title)
        is_new = official is None
        person = official or Official(district=self.district, name=name or "")
        if is_new and name:
            plan.changes.append(Change("姓名", "", name))
            if not title and not draft.problems:
                draft.refuse_missing("title", "没有这个姓名;新增领导干部须填职务")
        person_values = self._note(plan, person)
        post, is_new_post = self._post_of(draft, person, title) if title else (None, False)
        post_values = self._post(plan, post, is_new_post, title) if post else {}
        if name:
            identity = id(post) if post else (person.pk or name, draft.get("note") if is_new else None, title)
            self.seen.refuse_second(draft, "name", identity, "人的同一项职务")
        label = f"{name or '(无姓名)'} {title or ''}".strip()
        planned = plan.planned(label, key=person.pk, is_new=person.pk is None)
        if not draft.problems:
            self._take(person, person_values, post, post_values, title)
            self.used += plan.uses
        return planned

    def _title(self, draft: Draft) -> str:
        title = draft.get("title")
        if title is None:
            return ""
        if names_no_post(title):
            draft.refuse("title", f"读到“{title}”,不是一项职务;应为具体职务,如“区商务局局长”")
        return post_title(title, self.district.name)

    def _official_of(self, draft: Draft, name: str | None, title: str) -> Official | None:
        """The official a row speaks of; None for a new one, and for one that is refused with what is wrong."""
        if not name:
            draft.refuse_missing("name", "缺少姓名")
            return None
        note = draft.get("note")
        namesakes = self.known.match(name, "").candidates
        if note:
            noted = [official for official in namesakes if official.note == note]
            if len(noted) == 1:
                return noted[0]
            if namesakes and all(official.note for official in namesakes):
                return None  # each is told apart by a note, and by another one than this
        match = self.known.match(name, title)
        if match.outcome is Outcome.AMBIGUOUS:
            candidates = "、".join(f"{row}{self._held(row)}" for row in match.candidates[:5])
            draft.refuse("name", f"不能确定是谁:{match.reason}({candidates});请用备注区分同名人员,或在后台改")
        if match.outcome is Outcome.MATCHED and note and match.row.note and match.row.note != note:
            draft.refuse("note", f"台账中此人的备注是“{match.row.note}”,可能不是同一人;请核对")
        return match.row

    def _held(self, official: Official) -> str:
        titles = [post.title for post in self.posts[id(official)] if post.end_date is None]
        return f",{'、'.join(titles)}" if titles else ""

    def _note(self, plan: RowPlan, person: Official) -> dict:
        note = plan.draft.get("note")
        if not note or note == person.note or plan.draft.problems:
            return {}
        plan.changes.append(Change("备注", person.note, note))
        return {"note": note}

    def _post_of(self, draft: Draft, person: Official, title: str) -> tuple[Post | None, bool]:
        """The post that a row speaks of, and whether it is a new one; None where the row is refused."""
        start, end = draft.get("start_date"), draft.get("end_date")
        if start and end and end < start:
            draft.refuse("end_date", f"读到“{end}”,早于任职日期 {start}")
            return None, False
        held = [post for post in self.posts[id(person)] if post.title == title]
        present = {post.title for post in self.posts[id(person)] if post.end_date is None}
        if not held and "、" in title and present.issuperset(title.split("、")):
            draft.notes.append("所列各项职务台账中都有")  # as our own ledger lists them
            return None, False
        current = next((post for post in held if post.end_date is None), None)
        if current is not None:
            return current, False
        ended = [post for post in held if (end and post.end_date == end) or (start and post.start_date == start)]
        if ended:
            return ended[0], False
        if held and start is None:
            last = max(post.end_date for post in held)
            draft.refuse("title", f"台账记此职务已于 {last} 离任;如再次任职,请填任职日期")
            return None, False
        return Post(official=person, title=title), True

    def _post(self, plan: RowPlan, post: Post, is_new: bool, title: str) -> dict:
        """What a row changes of a post, as values; noted in `plan`."""
        before = dict(plan.values)
        if is_new:
            plan.changes.append(Change("职务", "", title))
        for key, label in (("start_date", "任职日期"), ("end_date", "离任日期")):
            plan.compare(post, key, label)
        plan.relate(post, "organization", "任职单位", "organization")
        return {key: value for key, value in plan.values.items() if key not in before}

    def _take(self, person: Official, person_values: dict, post: Post | None, post_values: dict, title: str) -> None:
        """Add a row's official and post to what is written, and to what later rows are matched with."""
        if person.pk is None and not any(row is person for row in self.writes.created):
            for key, value in person_values.items():
                setattr(person, key, value)
            self.writes.created.append(person)
            self.known.add(person)
        elif person.pk is not None and person_values:
            self.writes.change(person, person_values)
            person.note = person_values["note"]  # for the rows that follow
        elif person_values:
            person.note = person_values["note"]
        if post is None:
            return
        if post.pk is None:
            for key, value in post_values.items():
                setattr(post, key, value)
            self.writes.parts.append(post)
            self.posts[id(person)].append(post)
            if post.end_date is None:
                self.known.hold(person, post)
        else:
            self.writes.change(post, post_values)
