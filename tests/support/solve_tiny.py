"""The command line on the tiny school with a stub engine, as a program of its own."""

import functools
import sys

import pushpull_sched.app.roster
import pushpull_sched.app.solve
from pushpull_sched.cli.main import run

if __name__ == "__main__":
    from school_fixtures import loaded

    pushpull_sched.app.roster.load_school = lambda _: loaded()
    pushpull_sched.app.solve.solve = functools.partial(
        pushpull_sched.app.solve.solve, engine=f"stub_engines:{sys.argv.pop(1)}"
    )
    run()
