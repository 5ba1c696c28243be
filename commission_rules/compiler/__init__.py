"""The compiler: plans and deals in, the tables of `terms` out."""

from commission_rules.compiler.compile import compile_rules
from commission_rules.compiler.compiled import CompiledPlan, CompiledPlans
from commission_rules.compiler.errors import RuleError, RuleErrors
from commission_rules.compiler.in_force import edited_versions
from commission_rules.compiler.resolve import resolve, resolve_sound

__all__ = [
    "CompiledPlan", "CompiledPlans", "RuleError", "RuleErrors", "compile_rules", "edited_versions",
    "resolve", "resolve_sound",
]  # fmt: skip
