"""Layer 1: judges any schedule by every rule. Imports ``domain`` only."""

from pushpull_sched.verify.owed import owed
from pushpull_sched.verify.page import rules_page
from pushpull_sched.verify.verifier import measures_of, verify, verify_schedule

__all__ = ["measures_of", "owed", "rules_page", "verify", "verify_schedule"]
