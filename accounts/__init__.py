"""Who uses the site: users, the roles they hold and what a role may do.

Not here: which district a user sees and which official he is (`people.Membership`).
"""
