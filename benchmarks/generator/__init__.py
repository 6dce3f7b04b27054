"""Synthetic rosters with planted feasibility.

A hidden legal timetable is made first; the commitments are derived from it, so a
complete legal schedule exists for certain. All people are made up.
"""
