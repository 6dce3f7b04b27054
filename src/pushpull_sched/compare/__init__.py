"""Layer 1: schedules side by side. Imports domain and verify; never reads files.

:func:`pushpull_sched.compare.comparing.compare` takes any number of labelled schedules;
:func:`pushpull_sched.compare.results.variant_of` makes one of a result in memory.
"""
