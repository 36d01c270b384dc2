"""The newsletter's half of the measurement: how fast, how large, and what kills do to it.

Each part runs in processes of its own, on a database made for it: see `measuring`.
"""
