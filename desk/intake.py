"""What people hand in at the desk becomes a batch: pasted text, files, archives; read at once where that is quick."""

import contextlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from django import forms
from django.db import OperationalError
from django.utils import timezone

from desk import parsing
from desk.batches import GivenFile, make_batch_of
from desk.documents import Unreadable
from desk.filters import districts_of
from desk.import_report import Progress, progress_of
from desk.models import BatchState, ImportBatch, PageState
from desk.page_files import PageFileError, printable_name, refuse_other_kinds, refuse_unsafe_name
from desk.tasks import QueueUnreachable, enqueue
from desk.working import work_on
from desk.zip_archives import Unpacking
from people.models import District

PAGE_SUFFIXES = frozenset({".txt", ".md", ".html", ".htm", ".shtml", ".docx", ".pdf"})
SUFFIXES = PAGE_SUFFIXES | {".zip"}
PASTED = "粘贴的文字.txt"
SECONDS_HERE = 1.5  # of reading in the request itself; a document that is begun is read to its end
_TEXT_HERE = 256 * 1024  # bytes of text in all; to decode and read more would keep others of this process waiting
_SILENCE = 15.0  # seconds without a sign of whoever works on a batch


class PastedField(forms.Field):
    """Text as it was pasted; what is wrong with it is told as of a file."""

    widget = forms.Textarea

    def to_python(self, value) -> str:
        return value or ""


class IntakeForm(forms.Form):
    """What is said once of all that is handed in together. Files come beside it, by `BoundedUploads`."""

    text = PastedField(label="粘贴文字", required=False, widget=forms.Textarea({"class": "form-control", "rows": 6}))
    district = forms.ModelChoiceField(
        label="行政区",
        queryset=District.objects.none(),
        empty_label="请选择",
        widget=forms.Select({"class": "form-select"}),
    )
    published = forms.DateField(
        label="出版日期",
        required=False,
        widget=forms.DateInput({"class": "form-control", "type": "date", "max": "9999-12-31"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期无效,请按“年-月-日”填写,如 2024-05-06。"},
        help_text="版面上印有日期的可不填,以印的为准。",
    )
    outlet = forms.CharField(
        label="媒体", required=False, max_length=100, widget=forms.TextInput({"class": "form-control"})
    )
    page_label = forms.CharField(
        label="版次", required=False, max_length=50, widget=forms.TextInput({"class": "form-control"})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, auto_id="intake-%s", **kwargs)  # the queue's filters have the usual ids
        districts = districts_of(user)
        self.fields["district"].queryset = districts
        some = list(districts[:2])
        if len(some) == 1:
            self.fields["district"].initial = some[0]


def given(uploads: Iterable, pasted: str = "", refused: Iterable[PageFileError] = ()) -> list[GivenFile]:
    """The files of an intake, archives unpacked, each as it is taken or refused.

    `uploads` are Django's uploaded files, `refused` what was dropped while it came in.
    """
    files: list[GivenFile] = []
    unpacking = Unpacking(PAGE_SUFFIXES)
    if pasted.strip():
        files.append(GivenFile(PASTED, pasted.encode()))
    for upload in uploads:
        name = printable_name(upload.name)
        try:
            refuse_unsafe_name(upload.name)
            if PurePosixPath(name).suffix.lower() == ".zip":
                files += unpacking.files_in(name, upload.read())
            else:
                files.append(GivenFile(name, upload.read()))
        except PageFileError as refusal:
            files.append(GivenFile(name, b"", refusal))
    files += [GivenFile(refusal.path, b"", refusal) for refusal in refused]
    return list(_looked_at(files))


def _is_text(file: GivenFile) -> bool:
    return file.refusal is None and file.name.lower().endswith((".txt", ".md"))


def _looked_at(files: list[GivenFile]) -> Iterator[GivenFile]:
    """The files, texts that are too long to be decoded in this process decoded or refused, as far as there is time."""
    left, until = _TEXT_HERE, time.monotonic() + SECONDS_HERE
    for file in files:
        if not _is_text(file):
            yield file
        elif len(file.raw) <= left:
            left -= len(file.raw)
            yield file
        elif time.monotonic() < until:
            yield _decoded(file)
        else:
            yield replace(file, waits=True)


def _decoded(file: GivenFile) -> GivenFile:
    """A long text, decoded in the process that parses documents."""
    try:
        refuse_other_kinds(file.name, PurePosixPath(file.name).suffix.lower(), file.raw)
        return GivenFile(file.name, file.raw, text=parsing.parse("text", file.raw).text)
    except PageFileError as refusal:
        return GivenFile(file.name, b"", refusal)
    except Unreadable as error:
        return GivenFile(file.name, b"", PageFileError(file.name, str(error), error.line))


def take_in(files: list[GivenFile], *, by, district, published=None, outlet="", page_label="") -> ImportBatch:
    """A batch of these files, not recorded, in the name of `by`; what is not read within SECONDS_HERE goes to the workers.

    When the queue takes nothing the batch waits in the database for a worker to start.
    """
    batch, _ = make_batch_of(
        lambda: files, district=district, published=published, outlet=outlet, page_label=page_label, by=by
    )
    until = time.monotonic() + SECONDS_HERE
    is_done = False
    if sum(len(file.raw) for file in files if _is_text(file)) <= _TEXT_HERE:
        try:
            is_done = work_on(batch, lambda: time.monotonic() < until)
        except OperationalError:  # the database is busy: the workers wait longer than a person does
            is_done = False
    if not is_done:
        with contextlib.suppress(QueueUnreachable):  # a worker that starts takes up what is unfinished
            enqueue(batch)
    return batch


@dataclass(frozen=True)
class Standing:
    """How an intake stands: how far it has come, and whether anybody works on it."""

    progress: Progress
    is_running: bool
    is_worked_on: bool

    @property
    def percent(self) -> int:
        """Of the articles expected those that have their outcome; a page that is not read counts as one."""
        return min(99, 100 * self.progress.settled // max(1, self.progress.expected))


def standing_of(batch: ImportBatch) -> Standing:
    """How `batch` stands now. Nobody works on it when no process has given a sign for a while and none holds a page."""
    is_running = batch.state == BatchState.RUNNING
    seen = batch.worked_at or batch.started_at
    is_worked_on = is_running and (
        (timezone.now() - seen).total_seconds() < _SILENCE
        or batch.pages.filter(state=PageState.READING, claimed_until__gt=timezone.now()).exists()
    )
    return Standing(progress_of(batch), is_running, is_worked_on)
