"""The command that makes a result again: what a run was asked, as options."""

from collections.abc import Iterator

from pushpull_sched.domain.policy import POLICIES, Policy
from pushpull_sched.domain.result import RunInfo
from pushpull_sched.domain.result_folder import SCHEDULE_JSON


def rerun_command(run: RunInfo) -> str:
    """Write the command, with file names only: no folder of anybody's computer.

    A policy of the user's own is read from the result itself. The command makes the
    same schedule again with the same roster and versions where the run was
    deterministic; otherwise one as good, as far as the machine is as fast.
    """
    return " ".join(["pushpull-sched solve", *_arguments(run)])


def _arguments(run: RunInfo) -> Iterator[str]:
    params = run.params
    yield _quoted(run.roster_name)
    yield f"--policy {_policy(params.policy)}"
    yield f"--seed {params.seed}"
    yield f"--time-limit {params.time_limit:g}"
    if params.workers:
        yield f"--workers {params.workers}"
    if params.gap:
        yield f"--gap {params.gap:g}"
    if params.deterministic:
        yield "--deterministic"
    if run.baseline_name:
        yield f"--baseline {_quoted(run.baseline_name)}"
    for name in run.frozen:
        yield f"--freeze {_quoted(name)}"
    if run.only_new:
        yield "--only"


def _policy(policy: Policy) -> str:
    return policy.name if POLICIES.get(policy.name) == policy else SCHEDULE_JSON


def _quoted(name: str) -> str:
    return f'"{name}"' if any(char.isspace() for char in name) else name
