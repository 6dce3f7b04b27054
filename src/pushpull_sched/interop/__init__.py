"""Layer 1: files of other systems into a roster, results out to them, pseudonyms.

Nothing here solves or judges; a draft of a roster is a workbook like any other, which
``check`` looks at when the school has filled in what the other system does not know.
"""
