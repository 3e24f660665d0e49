"""Where from: what was printed (Article), what a reader made of it (Reading), and how a fact cites its sentence (Cited).

Not here: turning a reading into rows of the register (`desk.recording`).
"""
