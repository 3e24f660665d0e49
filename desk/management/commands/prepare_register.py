"""prepare_register: roles, district, demonstration accounts and the sample page of a first installation."""

from django.core.management.base import BaseCommand

from desk.first_run import prepare


class Command(BaseCommand):
    help = "准备首次运行所需:角色、行政区、演示账号、示例版面;重复运行不会重复建立。"

    def add_arguments(self, parser):
        parser.add_argument("--reset-passwords", action="store_true", help="为演示账号设新密码并显示")

    def handle(self, *, reset_passwords, **options):
        for line in prepare(reset_passwords=reset_passwords):
            self.stdout.write(line)
