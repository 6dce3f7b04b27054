"""Layer 1: what comes out. Imports the domain only."""
