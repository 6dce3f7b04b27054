"""Benchmarks: synthetic rosters, baselines and measurements."""
