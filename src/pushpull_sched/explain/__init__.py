"""Layer 4: why a roster has no complete schedule, and the least change that helps."""
