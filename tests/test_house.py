"""Guards over the repository: what no file, model, migration or address of it may be."""

import hashlib
import re
import socket
import subprocess
import tomllib
from pathlib import Path, PurePosixPath

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from simple_history.models import HistoricalChanges

from tests import factories
from tests.conftest import ROOT
from tests.printed_runs import covered_by_names, names_in_gold, shared_runs, windows, without_white_space

VENDORED = "static/vendor/"
LOCKS = ("requirements.txt", "requirements-dev.txt")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def files() -> list[str]:
    """Every file that is committed or about to be."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip(f"not a git checkout: {listed.stderr.strip()}")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts() -> dict[str, str]:
    """The text files among them, by name; what others wrote stands apart."""
    found = {}
    for name in files():
        if not name.startswith(VENDORED):
            try:
                found[name] = (ROOT / name).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found


def models_of_ours() -> list[type]:
    return [
        model
        for config in apps.get_app_configs()
        if Path(config.path).parent == ROOT
        for model in config.get_models()
        if not issubclass(model, HistoricalChanges)
    ]


# --- files


def test_no_file_holds_the_address_of_a_registry_or_a_path_of_somebodys_machine():
    # Written in parts, so that this file does not hold them either.
    places = (
        *(r"python" + "hosted", r"py" + r"pi\.org", r"registry\.np" + "mjs", r"registry\.ya" + "rnpkg"),
        *(r"deb\.deb" + r"ian\.org", r"py" + r"pi\.tuna", r"mirrors\.ali" + r"yun\.com/py" + "pi"),
        *("/ro" + "ot/", "/wo" + "rk/", "/fa" + "rm/", "/ho" + r"me/\w+/", "/Us" + r"ers/\w+/"),
    )
    pattern = re.compile("|".join(places))
    assert {name: match[0] for name, text in texts().items() if (match := pattern.search(text))} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "--hash=sha256:" in text


def test_the_tests_run_on_the_versions_that_are_installed():
    runtime, development = (
        dict(re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS
    )
    assert {name: version for name, version in runtime.items() if development.get(name) != version} == {}


def test_nothing_is_named_for_nothing():
    nothing = {"util", "utils", "helper", "helpers", "common", "core", "misc", "service", "services", "managers"}
    names = [PurePosixPath(name) for name in files() if not name.startswith(VENDORED)]
    assert [str(name) for name in names if nothing & {*name.parts[:-1], name.name.split(".")[0]}] == []


def test_vendored_files_are_as_they_were_published():
    folder = ROOT / VENDORED
    listed = {}
    for package in tomllib.loads((folder / "VENDOR.toml").read_text())["package"]:
        assert package["licence"]
        assert package["version"]
        assert package["integrity"].startswith("sha512-")
        listed |= {name: entry["sha256"] for name, entry in package["files"].items()}
    there = {path for path in folder.rglob("*") if path.is_file() and path.name != "VENDOR.toml"}
    assert {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in there
    } == listed
    assert [path.name for path in there if b"source" + b"MappingURL" in path.read_bytes()] == []


def test_continuous_integration_calls_the_one_command():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1].removeprefix("exec ") == "./dev test"


@pytest.mark.shared
def test_no_text_of_the_real_pages_is_in_the_repository(shared):
    """Only the sample may repeat names, dates, figures and names of meetings as printed, and nothing between them."""
    real = [path.read_text(encoding="utf-8") for path in [*shared.glob("articles/*"), *shared.glob("gold/dev/*.txt")]]
    assert real
    names = set().union(*(names_in_gold(gold) for gold in shared.glob("gold/erqi-*.json")))
    copied = []
    for reading in (str, without_white_space):
        printed = windows(map(reading, real))
        for name, text in texts().items():
            if name in LOCKS:
                continue
            own = reading(text)
            covered = covered_by_names(own, names) if name.startswith("desk/samples/") else [False] * len(own)
            copied += [
                f"{name}: {own[start:end]}" for start, end in shared_runs(own, printed) if not all(covered[start:end])
            ]
    assert copied == []


def test_a_copied_sentence_is_noticed_even_when_it_is_broken_elsewhere():
    page = "本报讯 城南水厂二期扩建工程日前全面通水,沿线十二个小区的居民用上了新水。"
    copied = "昨天,城南水厂二期扩建工程日前全\n\n面通水,沿线十二个小区都很高兴"
    own = without_white_space(copied)
    (run,) = shared_runs(own, windows([without_white_space(page)]))
    assert own[slice(*run)] == "城南水厂二期扩建工程日前全面通水,沿线十二个小区"
    assert list(shared_runs("城南水厂的二期扩建工程已经通水", windows([page]))) == []


def test_a_list_of_names_may_stand_as_printed_and_what_is_said_of_them_may_not():
    names = ["城南水厂二期扩建工程推进会", "李建国", "王海燕"]
    assert all(covered_by_names("5月6日,城南水厂二期扩建工程推进会、李建国、王海燕,35.6亿元", names))
    assert not all(covered_by_names("李建国主持召开城南水厂二期扩建工程推进会", names))


# --- models


@pytest.mark.parametrize("model", models_of_ours(), ids=lambda model: model._meta.label)
def test_a_model_has_chinese_labels(model):
    assert CHINESE.search(str(model._meta.verbose_name))
    assert CHINESE.search(str(model._meta.verbose_name_plural))
    fields = [field for field in model._meta.get_fields() if field.concrete and field.editable and field.name != "id"]
    unlabelled = [field.name for field in fields if not CHINESE.search(str(field.verbose_name))]
    assert [name for name in unlabelled if name != "version"] == []


@pytest.mark.parametrize("model", models_of_ours(), ids=lambda model: model._meta.label)
def test_a_model_is_in_the_admin(model):
    inlines = {inline.model for shown in admin.site._registry.values() for inline in shown.inlines}
    assert model in {*admin.site._registry, *inlines}


@pytest.mark.parametrize("model", models_of_ours(), ids=lambda model: model._meta.label)
def test_a_model_has_a_factory(model):
    made = [thing._meta.model for thing in vars(factories).values() if isinstance(thing, type) and is_factory(thing)]
    assert model in made


def is_factory(thing: type) -> bool:
    return issubclass(thing, factories.DjangoModelFactory) and thing is not factories.DjangoModelFactory


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# --- addresses

PUBLIC = {"login", "admin:login", "healthz", "readyz"}
SAMPLE_VALUES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-4000-8000-000000000000"}


def addresses() -> list[tuple[str, str]]:
    """(name, path) of every address, its arguments filled in; regular expressions only where nothing varies."""

    def walk(resolver, prefix: str, names: list[str]):
        for pattern in resolver.url_patterns:
            if not isinstance(pattern.pattern, RoutePattern):
                continue
            path = prefix + re.sub(
                r"<(?:(\w+):)?\w+>", lambda match: SAMPLE_VALUES.get(match[1] or "str", "1"), pattern.pattern._route
            )
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, path, [*names, pattern.namespace] if pattern.namespace else names)
            elif isinstance(pattern, URLPattern):
                yield ":".join([*names, pattern.name or path]), path

    return list(walk(get_resolver(), "/", []))


def is_public(name: str) -> bool:
    return name in PUBLIC or (name.startswith("accounts:") and name.split(":")[1] in PUBLIC)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_refuses_strangers(client, method):
    open_to_all = []
    for name, path in addresses():
        answer = getattr(client, method)(path)
        to_login = answer.status_code == 302 and "/login/" in answer.headers["Location"]
        if not (to_login or answer.status_code in (404, 405) or is_public(name)):
            open_to_all.append((name, path, answer.status_code))
    assert open_to_all == []


def test_the_sweep_reaches_the_pages():
    names = {name for name, _ in addresses()}
    assert {"pages:cockpit", "accounts:login", "admin:index", "admin:people_district_changelist"} <= names


# --- the tests themselves


def test_tests_have_no_network():
    with pytest.raises(RuntimeError, match="no network"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(RuntimeError, match="no network"):
        socket.getaddrinfo("example.com", 80)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite")
def test_the_test_database_is_what_an_installation_has():
    """A file in WAL mode that waits for its turn, not a database in memory that would hide every lock."""
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not connection.is_in_memory_db()
    with connection.cursor() as cursor:
        pragma = {}
        for name in ("journal_mode", "synchronous", "foreign_keys"):
            cursor.execute(f"PRAGMA {name}")
            pragma[name] = cursor.fetchone()[0]
        cursor.execute("PRAGMA database_list")
        file = Path(cursor.fetchone()[2])
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert file.is_file()
