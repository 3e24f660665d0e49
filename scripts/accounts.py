"""./dev accounts: the demonstration accounts again, with new passwords."""

from django.core.management import call_command

from scripts import environment, installation

if __name__ == "__main__":
    with environment.one_at_a_time():
        installation.start_django()
        installation.prepare()
        call_command("prepare_register", reset_passwords=True)
