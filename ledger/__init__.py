"""The filtered list: one table of columns gives the screen and the CSV of exactly what is filtered.

Not here: any particular ledger; each room declares its own in its `views.py`.
"""
