"""What: key projects, their stages, plans and the figures published about them.

Not here: the meetings that dealt with a project (`meetings`), its page (`pages.project`).
"""
