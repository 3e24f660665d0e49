"""The site as a process of its own that can be killed; started by test_review_killed.py.

usage: review_server.py — says its port, then serves until it is killed.
"""

import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Nothing is collected for tests, as in conftest.py.
settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

from config.wsgi import application  # noqa: E402


class Quiet(WSGIRequestHandler):
    """Without a line for every request."""

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
