"""Layer 0: frozen data. Imports the standard library only."""
