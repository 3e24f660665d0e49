"""Where from: what was printed (Article), what a reader made of it (Reading), how a fact cites it (Cited).

Not here: turning a reading into rows of the register (`desk.recording`).
"""
