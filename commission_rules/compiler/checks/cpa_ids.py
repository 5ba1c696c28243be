"""A client is paid for once per CPA id: a version that renames a CPA says what it continues."""

from __future__ import annotations

from commission_rules.schema.component import Problem
from commission_rules.schema.components.cpa import Cpa
from commission_rules.schema.plan import Plan


def once_names(plan: Plan) -> list[dict[str, str]]:
    """Return, for each version, under which name each of its CPAs is paid once for a client.

    `once_for` names it; else a renamed CPA keeps the name of the one that it continues.
    """
    known: dict[str, str] = {}
    names = []
    for version in plan.versions:
        for cpa in version.components:
            if isinstance(cpa, Cpa):
                inherited = known.get(cpa.continues or cpa.id, cpa.id)
                known[cpa.id] = cpa.once_for or inherited
        names.append(dict(known))
    return names


def renamed_cpas_say_so(plan: Plan) -> list[Problem]:
    """RULINGS, "CPA, sales, actions": without `continues` or `once_for` a CPA is refused whose
    plan had another one before; `continues` names one that the plan had."""
    found = []
    known: set[str] = set()
    for index, version in enumerate(plan.versions):
        cpas = [(i, part) for i, part in enumerate(version.components) if isinstance(part, Cpa)]
        for position, cpa in cpas:
            path = ("versions", index, "components", position)
            if cpa.continues and cpa.continues not in known:
                found.append(
                    Problem(
                        (*path, "continues"),
                        f"continues {cpa.continues}, which the plan never had",
                        f"name one of {', '.join(sorted(known)) or 'none so far'}",
                    )
                )
            elif known and cpa.id not in known and not (cpa.continues or cpa.once_for):
                found.append(
                    Problem(
                        (*path, "id"),
                        f"the cpa {cpa.id} is new in a plan that had {', '.join(sorted(known))}",
                        "write continues: <old id>, or once_for: <name> when it is another one",
                    )
                )
        known |= {cpa.id for _, cpa in cpas}
    return found
