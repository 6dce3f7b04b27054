"""``python -m pushpull_sched`` is the same as ``pushpull-sched``."""

from pushpull_sched.cli.main import run

if __name__ == "__main__":
    run()
