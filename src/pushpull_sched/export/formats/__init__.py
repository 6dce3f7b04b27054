"""The formats in which pages are written, one module each."""
