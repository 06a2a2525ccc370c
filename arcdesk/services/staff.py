"""The directory of people inside the firm, and who of them is responsible for which customer (S-200, S-201)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.errors import Refusal
from arcdesk.domain.mail_address import parse_address
from arcdesk.domain.staff import STAFF_ROLES, Colleague
from arcdesk.domain.text import one_line
from arcdesk.models.customer import Customer
from arcdesk.models.staff import StaffMember
from arcdesk.services.unit_of_work import UnitOfWork

LONGEST_NAME = 60


class StaffNameMissing(Refusal):
    """Somebody without a name."""

    sentence = "The name is missing. Enter whom tasks and customers are handed to."


class StaffNameTooLong(Refusal):
    """A name beyond what any list shows."""

    sentence = "The name has more than {limit} characters. Shorten it."


class UnknownRole(Refusal):
    """Not one of the roles of the firm."""

    sentence = "“{role}” is no role. Choose one of: {known}."


class UnknownStaff(Refusal):
    """Nobody of that name in the directory."""

    sentence = "“{name}” is not in the directory of the firm. Check the name, or add the person first."


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Somebody of the firm; ``id`` 0 where the name stands only at customers.

    ``owns`` and ``sells_to`` count the customers of whom he is owner or salesperson.
    """

    id: int
    name: str
    role: str
    email: str
    takes_tasks: bool
    left_on: date | None
    owns: int
    sells_to: int

    @property
    def colleague(self) -> Colleague:
        return Colleague(self.name, self.role, self.takes_tasks, self.left_on)


class StaffService:
    """Keeps the directory; names that stand only at customers are offered beside it."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def all(self) -> tuple[StaffLine, ...]:
        """Everybody in the directory, then the names that stand only at customers."""
        owners, sellers = Counter[str](), Counter[str]()
        query = Customer.select(Customer.owner, Customer.salesperson).where(Customer.merged_into.is_null())
        for row in query:
            owners[row.owner] += 1
            sellers[row.salesperson] += 1
        members = list(StaffMember.select().order_by(StaffMember.id))
        known = {row.name for row in members}
        lines = [
            StaffLine(
                row.id,
                row.name,
                row.role,
                row.email,
                row.takes_tasks,
                row.left_on,
                owners[row.name],
                sellers[row.name],
            )
            for row in members
        ]
        others = sorted({*owners, *sellers} - known - {""})
        lines += [StaffLine(0, name, "", "", False, None, owners[name], sellers[name]) for name in others]
        return tuple(lines)

    def colleagues(self) -> tuple[Colleague, ...]:
        """The directory as rules need it, in the order of entry."""
        return tuple(
            Colleague(row.name, row.role, row.takes_tasks, row.left_on)
            for row in StaffMember.select().order_by(StaffMember.id)
        )

    def names(self) -> tuple[str, ...]:
        """Names to choose an owner from: the directory without who has left, then those at customers."""
        today = self._work.clock.today()
        return tuple(line.name for line in self.all() if line.colleague.is_here(today))

    def addresses(self) -> dict[str, str]:
        """E-mail addresses by name, of those who have one."""
        return {row.name: row.email for row in StaffMember.select() if row.email}

    def save(self, name: str, role: str = "", email: str = "", *, takes_tasks: bool = True) -> StaffLine:
        """Add somebody, or change the entry of that name; who had left is back.

        Raises:
            StaffNameMissing, StaffNameTooLong, UnknownRole, BadMailAddress.
        """
        name = checked_name(name)
        if role and role not in STAFF_ROLES:
            raise UnknownRole(role=role, known=", ".join(STAFF_ROLES), field="role")
        values = {
            "role": role,
            "email": parse_address(email) if email.strip() else "",
            "takes_tasks": takes_tasks,
            "left_on": None,
        }
        old = StaffMember.get_or_none(StaffMember.name == name)
        before = {key: getattr(old, key) for key in values} if old else None
        if before != values:
            with self._work.write("staff.saved", name=name, before=before, after=values) as deed:
                if old is None:
                    StaffMember.create(name=name, **values)
                else:
                    StaffMember.update(**values).where(StaffMember.name == name).execute()
                deed.touch("staff")
        return self.find(name)

    def leave(self, name: str, on: date | None = None) -> StaffLine:
        """Hand nothing more to somebody from a day on; his customers stay his until they are handed over.

        Raises:
            UnknownStaff.
        """
        line = self.find(name)
        day = on or self._work.clock.today()
        with self._work.write("staff.left", name=line.name, before=line.left_on, after=day) as deed:
            StaffMember.update(left_on=day).where(StaffMember.name == line.name).execute()
            deed.touch("staff")
        return self.find(line.name)

    def find(self, name: str) -> StaffLine:
        """The directory's entry of that name.

        Raises:
            UnknownStaff.
        """
        wanted = one_line(name).strip()
        found = next((line for line in self.all() if line.id and line.name == wanted), None)
        if found is None:
            raise UnknownStaff(name=wanted, field="name")
        return found


def checked_name(name: str) -> str:
    """A name on one line.

    Raises:
        StaffNameMissing, StaffNameTooLong.
    """
    plain = " ".join(one_line(name).split())
    if not plain:
        raise StaffNameMissing(field="name")
    if len(plain) > LONGEST_NAME:
        raise StaffNameTooLong(limit=LONGEST_NAME, field="name")
    return plain


def present(lines: Iterable[StaffLine], day: date) -> tuple[StaffLine, ...]:
    """Those of the directory who are there on a day."""
    return tuple(line for line in lines if line.id and line.colleague.is_here(day))
