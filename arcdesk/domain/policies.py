"""The policies that ship: one from each of the four ways of collecting the program was made after (P-000 to P-003).

Days are days from the due date. Where a source names only a range, its first day counts (R83).
"""

from __future__ import annotations

from arcdesk.domain.policy import Action, Condition, Level, Policy

_CALL, _MESSAGE, _VISIT = Action("call"), Action("message"), Action("visit")
_REMINDER, _LAWYER = Action("reminder"), Action("lawyer")
_FIRST, _SECOND, _FINAL = (Action("letter", letter=kind) for kind in ("first", "second", "final"))
_STOP = Action("stop_supply")


def _to(role: str) -> Action:
    return Action("escalate", role=role)


P_000 = Policy(
    "P-000",
    "By due date and risk: remind early, plan together, then by law",
    (
        Level(-7, (_REMINDER,)),  # S-050
        Level(0, (_MESSAGE,)),  # S-051
        Level(1, (_CALL,), wait_days=3),  # S-052
        Level(7, (_CALL, _to("sales")), wait_days=5),  # S-053: with plan and discount in hand
        Level(30, (_FIRST, _CALL)),  # S-054, S-056
        Level(60, (_SECOND, _to("finance_manager"))),  # S-056
        Level(90, (_LAWYER, _FINAL)),  # S-054, S-056
    ),
)

P_001 = Policy(
    "P-001",
    "By age and class: messages first, then managers, then directors",
    (
        Level(-7, (_REMINDER,)),  # S-058
        Level(3, (_MESSAGE, _CALL), wait_days=4),  # S-059, S-062
        Level(15, (_FIRST, _to("sales_manager"))),  # S-060, S-063
        Level(16, (_SECOND, _to("sales_manager")), (Condition("grade", "is", "C"),)),  # S-078: over 15 days
        Level(45, (_SECOND, _to("director"))),  # S-064
        Level(61, (_FINAL, _to("cfo"))),  # S-061
        Level(121, (_LAWYER, _to("legal"))),  # S-065
    ),
)

P_002 = Policy(
    "P-002",
    "By contract: warn sales early, call at once, letters with deadlines",
    (
        Level(-15, (_to("sales"),)),  # S-066
        Level(-7, (_REMINDER,)),  # S-066
        Level(1, (_CALL,), wait_days=6),  # S-067
        Level(7, (_FIRST,)),  # S-068
        Level(31, (_SECOND, _to("director"))),  # S-070
        Level(31, (_VISIT,), (Condition("amount", "at_least", "500000"),)),  # S-071
        Level(61, (_FINAL, _STOP)),  # S-072
        Level(91, (_LAWYER,)),  # S-072
    ),
)

P_003 = Policy(
    "P-003",
    "By the four colours: letter, call, visit, lawyer",
    (
        Level(-7, (_REMINDER,)),
        Level(1, (Action("letter"),), reason_key="{days} days overdue (1–30): letter level"),  # S-073
        Level(31, (_CALL,), reason_key="{days} days overdue (31–90): call level"),  # S-074
        Level(91, (_VISIT,), reason_key="{days} days overdue (91–180): visit level"),  # S-075
        Level(181, (_LAWYER,), reason_key="{days} days overdue (over 180): lawyer level"),  # S-076
    ),
)

SHIPPED = {policy.code: policy for policy in (P_000, P_001, P_002, P_003)}
DEFAULT = P_003
