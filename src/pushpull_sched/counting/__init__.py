"""Layer 3: reasons by arithmetic alone, before and after solving.

Imports the domain, the demand and the static half of the model; never the solver, so
that ``check`` stays quick.
"""
