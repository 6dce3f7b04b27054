"""Puts this folder on the path: tests share builders and case tables."""
