"""The reading desk: newspaper pages come in, are read, reviewed and recorded as rows of the register.

Nothing depends on it: without it, a register typed by hand still works.
"""
