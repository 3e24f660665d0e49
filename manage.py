#!/usr/bin/env python3
"""Django's command line; the everyday commands are in ./dev."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("找不到 Django:请先运行 ./dev setup,再用 .venv/bin/python manage.py …")
    execute_from_command_line(sys.argv)
