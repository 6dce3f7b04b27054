"""The sheets of ``schedule.xlsx``, one module each."""
