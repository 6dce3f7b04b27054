"""A comparison of schedules as a workbook and as a page with pictures."""
