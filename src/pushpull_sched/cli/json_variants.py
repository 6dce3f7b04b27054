"""What ``variants --json`` prints."""

from typing import TYPE_CHECKING

from pushpull_sched.cli.json_compare import comparison_object
from pushpull_sched.cli.json_out import SCHEMA_VERSION

if TYPE_CHECKING:
    from pushpull_sched.app.variant_runs import VariantOutcome, VariantsAnswer

Json = dict[str, object]


def variants_object(answer: "VariantsAnswer") -> Json:
    """Return the variants, and the comparison of those that have a schedule."""
    compared = answer.compared
    comparison = compared.comparison if compared else None
    return {
        "schema_version": SCHEMA_VERSION,
        "roster": {"name": answer.roster.name, "sha256": answer.roster.sha256},
        "out": str(answer.out),
        "interrupted": answer.interrupted,
        "not_begun": answer.count - len(answer.outcomes),
        "variants": [_outcome(one) for one in answer.outcomes],
        "comparison": comparison_object(comparison, compared.files)
        if comparison and compared
        else None,
        "remarks": list(answer.remarks),
    }


def _outcome(one: "VariantOutcome") -> Json:
    return {
        "name": one.what_if.name,
        "about": one.what_if.about,
        "policy": one.what_if.policy.name,
        "status": one.status.value if one.status else None,
        "reused": one.reused,
        "seconds": round(one.seconds, 2),
        "folder": str(one.folder) if one.folder else None,
        "roster": str(one.roster) if one.roster else None,
        "reasons": list(one.reasons),
    }
