"""./dev run, inside the virtual environment: an installation with its sample, then gunicorn."""

import http.client
import threading
import time

from django.db import connections
from gunicorn.app.base import BaseApplication

from scripts import environment, installation, serving_address
from scripts.console import say


class Site(BaseApplication):
    """Gunicorn in this very process: Django is already loaded here, and a second start would cost a second or two."""

    def __init__(self, address: serving_address.ServingAddress) -> None:
        self.address = address
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": self.address.bind,
            "worker_class": "gthread",
            "workers": 2,
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": self.announce_from_first_worker,
        }.items():
            self.cfg.set(name, value)

    def load(self):
        from config.wsgi import application

        return application

    def announce_from_first_worker(self, worker) -> None:
        if worker.age == 1:
            threading.Thread(target=announce, args=[self.address], daemon=True).start()


def announce(address: serving_address.ServingAddress) -> None:
    """Print the address once it answers."""
    host = address.url.removeprefix("http://").rsplit(":", 1)[0].strip("[]")
    for _ in range(300):
        try:
            probe = http.client.HTTPConnection(host, address.port, timeout=10)
            probe.request("GET", "/healthz")
            status = probe.getresponse().status
        except OSError:
            time.sleep(0.1)
            continue
        note = "" if status < 500 else f"(但它报告出错:HTTP {status})"
        say(f"\n汇项已启动:{address.url}{note}  按 Ctrl-C 停止。")
        return


def demo_accounts_line() -> str:
    """The names of the demonstration accounts that are still there."""
    from django.contrib.auth import get_user_model

    from desk.first_run import DEMO_ACCOUNTS

    there = set(get_user_model().objects.filter(username__in=DEMO_ACCOUNTS).values_list("username", flat=True))
    names = "、".join(f"{name}({role})" for name, (_, role) in DEMO_ACCOUNTS.items() if name in there)
    return names and f"演示账号:{names}。重设密码:./dev accounts"


def main() -> None:
    address = serving_address.from_environment()
    with environment.one_at_a_time():
        installation.start_django()
        made = installation.prepare_with_register()
        for line in (made, "" if "密码" in made else demo_accounts_line()):
            if line:
                say(line)
        connections.close_all()  # no connection may cross the fork
    Site(address).run()


if __name__ == "__main__":
    main()
