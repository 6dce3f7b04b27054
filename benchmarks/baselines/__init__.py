"""Other ways to make a schedule, for comparison. Their results are verified as well."""
