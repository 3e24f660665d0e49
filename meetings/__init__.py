"""When: events of every kind, who took part, what was dealt with, required and asked for.

Not here: a person's standing title (`people.Post`), the text it was read from (`articles`).
"""
