"""What people look at across rooms, one module per noun. No models, no writing.

Not here: ledgers (each room's `views.py`) and the reading desk.
"""
