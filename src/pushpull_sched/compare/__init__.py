"""Layer 1: schedules side by side. Imports domain and verify; never reads files.

Any number of labelled schedules can be compared: see
:func:`pushpull_sched.compare.comparing.compare`.
"""
