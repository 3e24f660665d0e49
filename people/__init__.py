"""Who: districts, organizations, enterprises, officials and the posts they hold.

Not here: a title held at one meeting (`meetings.Attendance`), who uses the site (`accounts`).
"""
