"""Coverage-guided fuzzing of everything that reads a roster."""
