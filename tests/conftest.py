"""What holds for every test: quick passwords, plain static files, no network, no leftovers of an installation."""

import ipaddress
import os
import socket
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from scripts import machine

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("HUIXIANG_SHARED") or ROOT.parent / "shared")


def pytest_configure(config):
    # Nothing is collected for tests: the manifest storage would ask for files that `collectstatic` makes.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    config.empty_static_root = tempfile.TemporaryDirectory(prefix="huixiang-static-")
    settings.STATIC_ROOT = config.empty_static_root.name
    settings.MEDIA_ROOT = str(Path(config.empty_static_root.name) / "media")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # `client.login` passes no request, which axes demands; tests of the lock itself ask for the fixture `axes_on`.
    settings.AXES_ENABLED = False
    # Only what the browser tests leave is kept; pytest-playwright reads both options.
    config.option.screenshot = "only-on-failure"
    config.option.output = str(ROOT / "var" / "screenshots")


def pytest_unconfigure(config):
    config.empty_static_root.cleanup()


def pytest_collection_modifyitems(config, items):
    if os.environ.get("HUIXIANG_BROWSER_TESTS") == "no":  # ./dev test runs them once, where there is a browser
        left_out = [item for item in items if item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("browser")]
    no_shared = pytest.mark.skip(reason=f"没有 {SHARED}(HUIXIANG_SHARED)")
    no_browser = pytest.mark.skip(reason="没有 Chromium(./dev test --install 会安装)")
    browser_wanted = any(item.get_closest_marker("browser") for item in items)
    browser_missing = browser_wanted and machine.chromium() is None
    for item in items:
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(no_shared)
        if browser_missing and item.get_closest_marker("browser"):
            item.add_marker(no_browser)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the real page and its gold; only for tests marked `shared`."""
    return SHARED


@pytest.fixture
def axes_on(settings):
    """The lock against password guessing, as an installation has it."""
    settings.AXES_ENABLED = True


@pytest.fixture(scope="session", autouse=True)
def delete_output_dir():
    """Replaces pytest-playwright's, which throws the last screenshots away even when no browser test runs."""


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """Whatever leaves this machine fails: an installation has no internet."""
    refuse = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        refuse.setattr(socket.socket, name, only_here(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo
    refuse.setattr(
        socket, "getaddrinfo", lambda host, *rest, **named: look_up(refuse_unless_here(host), *rest, **named)
    )
    yield
    refuse.undo()


def only_here(connect):
    def guarded(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            refuse_unless_here(address[0])
        return connect(self, address)

    return guarded


def refuse_unless_here(host):
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return host
    try:
        here = ipaddress.ip_address(name).is_loopback or ipaddress.ip_address(name).is_unspecified
    except ValueError:
        here = False
    if not here:
        raise RuntimeError(f"a test tried to reach {name}: tests have no network")
    return host
