"""Layer 2: construct, solve level by level, improve, bound, verify."""
