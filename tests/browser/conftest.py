"""Fixtures of the browser tests: Debian's Chromium against a real server, nothing wrong unseen."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from scripts import machine
from tests.conftest import ROOT

DESKTOP = {"viewport": {"width": 1366, "height": 768}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
WCAG_2_AA = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
  console.error(`CSP: ${event.violatedDirective} refuses ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`));
"""


@pytest.fixture(scope="session", autouse=True)
def database_calls_beside_the_browser():
    """Playwright's synchronous API runs an event loop in this thread; Django would refuse the database beside one."""
    allow = pytest.MonkeyPatch()
    allow.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    yield
    allow.undo()


@pytest.fixture(scope="session", autouse=True)
def fresh_screenshots():
    """Those of the last run of browser tests go; those of this run's failures stay in var/screenshots."""
    shutil.rmtree(ROOT / "var" / "screenshots", ignore_errors=True)


@pytest.fixture(scope="session")
def base_url():
    """The address is `live_site`, new with every test; pytest-base-url's own fixture only warns about itself."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict:
    flags = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium's sandbox refuses root
    return {**browser_type_launch_args, "executable_path": machine.chromium(), "args": flags}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args) -> dict:
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture
def live_site(live_server) -> str:
    """Address of the site on a real server, static files and content security policy included."""
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]
    return live_server.url


class Faults:
    """What went wrong in the browser: script errors, console errors, refused content, calls to other hosts."""

    def __init__(self, site: str) -> None:
        self.site = urlsplit(site).netloc
        self.found: list[str] = []
        self.expected: list[str] = []

    def expect(self, pattern: str) -> None:
        """A fault that belongs to the test, such as the 404 of a page that is not to be seen."""
        self.expected.append(pattern)

    def unexpected(self) -> list[str]:
        return [fault for fault in self.found if not any(re.search(pattern, fault) for pattern in self.expected)]

    def watch(self, context: BrowserContext) -> BrowserContext:
        context.set_default_timeout(15_000)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("console", self.note_console)
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("request", self.note_request)
        return context

    def note_console(self, message) -> None:
        if message.type == "error":
            self.found.append(f"console: {message.text} ({message.location.get('url', '')})")

    def note_request(self, request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.site:
            self.found.append(f"outside: {request.url}")


@pytest.fixture
def faults(live_site) -> Iterator[Faults]:
    """Every page below reports here, and the test fails on what it did not expect."""
    faults = Faults(live_site)
    yield faults
    assert not faults.unexpected(), "\n".join(faults.unexpected())


@pytest.fixture
def desktop(new_context, live_site, faults) -> Page:
    """A page 1366 wide. Paths are enough: `desktop.goto("/")`."""
    return faults.watch(new_context(base_url=live_site, **DESKTOP)).new_page()


@pytest.fixture
def phone(new_context, live_site, faults) -> Page:
    """A page 390 wide, touched with a finger."""
    return faults.watch(new_context(base_url=live_site, **PHONE)).new_page()


@pytest.fixture
def page(desktop) -> Page:
    """pytest-playwright's usual name; here it is watched too."""
    return desktop


@pytest.fixture
def sign_in(live_site) -> Callable[[Page, object], None]:
    """Signs a user in without the form: `sign_in(desktop, user)`."""

    def sign_in(page: Page, user) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_site}])

    return sign_in


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails on any breach of WCAG 2.1 A or AA in the page as it stands: `axe(desktop)`."""

    def check(page: Page) -> None:
        violations = Axe().run(page, options=WCAG_2_AA).response["violations"]
        told = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
            + "\n    ".join(f"{node['target']} {node['html'][:200]}" for node in violation["nodes"])
            for violation in violations
        ]
        assert not told, f"{page.url}\n" + "\n".join(told)

    return check
