"""Schedules push-in and pull-out services of a school from an Excel workbook."""
