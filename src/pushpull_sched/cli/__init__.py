"""Layer 5: one thin file per command; the only place that prints or exits."""
