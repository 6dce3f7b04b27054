# Tasks of a developer; `just --list` shows them.

python := ".venv/bin/python"

# What CI runs: format, lint, types, generated pages, tests
check:
    {{python}} -m ruff format --check
    {{python}} -m ruff check
    {{python}} -m mypy
    {{python}} docs/generate.py --check
    {{python}} -m pytest

test *arguments:
    {{python}} -m pytest {{arguments}}

fmt:
    {{python}} -m ruff format
    {{python}} -m ruff check --fix

# Write the generated pages of docs/
docs:
    {{python}} docs/generate.py

# Write data/samples anew, always the same bytes
samples:
    {{python}} -m benchmarks.generator samples

# Small schools, every solver, under 5 minutes; see benchmarks/README.md
bench-quick *arguments:
    {{python}} -m benchmarks.run --suite quick {{arguments}}

# One suite: targets, baselines, tight, rarer, curve or change
bench-suite suite *arguments:
    {{python}} -m benchmarks.run --suite {{suite}} {{arguments}}

# Tables and pictures from all results
bench-report:
    {{python}} -m benchmarks.report

# Wheel and sdist, tried in environments of their own; docs/packaging.md
package folder="dist":
    .ci/package {{folder}}

# Known weaknesses of what is installed along, and the lock files
audit:
    .ci/audit

# Both lock files anew
lock:
    uv lock
    uv export -q --no-dev --no-emit-project --locked -o requirements.lock

# Fuzz the reader; benchmarks/README.md
fuzz *arguments:
    {{python}} -m benchmarks.fuzz {{arguments}}

# Kill solve 200 times
kills *arguments:
    {{python}} -m benchmarks.kills {{arguments}}
