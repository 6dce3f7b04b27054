"""Layer 4: one function per use, joining load, engine, verify and export.

Nothing here prints or exits: every function answers with frozen data, or raises a
fault of :mod:`pushpull_sched.app.faults`.
"""
