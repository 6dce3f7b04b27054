"""Layer 1: Excel or CSV to a School. Knows nothing of the solver."""
