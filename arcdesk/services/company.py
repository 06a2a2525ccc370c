"""The creditor's own particulars, the workspace's preferences and its aging schemes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from arcdesk.domain.aging import SCHEMES, Basis, Scheme, scheme_from_cuts
from arcdesk.domain.errors import Refusal, UnknownScheme
from arcdesk.models.customer import Company, Preference
from arcdesk.models.ledger import AgingScheme
from arcdesk.models.queries.sql import rows
from arcdesk.services.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from arcdesk.pdf.logo import Logo

DEFAULT_SCHEME = "portrait"
COMPANY_SIZES = ("large", "medium", "small", "micro", "public")


class SchemeNameTaken(Refusal):
    """A shipped scheme keeps its name."""

    sentence = "“{name}” is a scheme that ships with ArcDesk. Choose another name."


class UnknownBasis(Refusal):
    """Neither due nor issued."""

    sentence = "“{basis}” is not a basis of aging. Choose due (due date) or issued (issue date)."


class UnknownCompanySize(Refusal):
    """None of the sizes of an enterprise."""

    sentence = "“{size}” is not a size of an enterprise. Choose one of: {known}."


class CompanyNameMissing(Refusal):
    """A creditor without a name cannot write a letter."""

    sentence = "The company has no name. Enter its full registered name."


@dataclass(frozen=True, slots=True)
class CompanyProfile:
    """Letterhead and receiving account of the creditor (R36).

    ``size`` (large, medium, small, micro) decides whether the payment regulation protects it (R25).
    """

    name: str
    name_en: str = ""
    uscc: str = ""
    address: str = ""
    phone: str = ""
    contact: str = ""
    email: str = ""
    account_name: str = ""
    bank: str = ""
    account_number: str = ""
    base_currency: str = "CNY"
    size: str = ""

    def gaps(self) -> tuple[str, ...]:
        """What a letter should say and cannot: texts to translate, for a warning before the issue (R36)."""
        wanted = (
            (self.address, "the address of your company"),
            (self.contact, "the contact person"),
            (self.phone, "the phone of the contact person"),
            (self.account_number, "the number of the receiving account"),
        )
        return tuple(text for value, text in wanted if not value.strip())

    def check(self) -> None:
        """Raise ``CompanyNameMissing`` where the name is empty, ``UnknownCompanySize`` for an unknown one."""
        if not self.name.strip():
            raise CompanyNameMissing(field="name")
        if self.size and self.size not in COMPANY_SIZES:
            raise UnknownCompanySize(size=self.size[:40], known=", ".join(COMPANY_SIZES), field="size")


def known_basis(basis: str) -> Basis:
    """``basis`` as one of the two there are.

    Raises:
        UnknownBasis: it is neither.
    """
    if basis == "due":
        return "due"
    if basis == "issued":
        return "issued"
    raise UnknownBasis(basis=basis, field="basis")


def logo_file(file: Path) -> bytes:
    """The content of a file that may be a logo.

    Raises:
        NotALogo: it cannot be read, or is too large to be one.
    """
    from arcdesk.pdf.errors import NotALogo
    from arcdesk.pdf.logo import MOST_BYTES

    try:
        if file.stat().st_size > MOST_BYTES:
            raise NotALogo(field="logo")
        return file.read_bytes()
    except OSError as error:
        raise NotALogo(field="logo") from error


class CompanyService:
    """Reads and changes what belongs to the company itself."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def profile(self) -> CompanyProfile:
        """The creditor's particulars; an empty name before the first start is done."""
        names = ", ".join(CompanyProfile.__dataclass_fields__)
        found = rows(f"SELECT {names} FROM company LIMIT 1")
        return CompanyProfile(*found[0]) if found else CompanyProfile("")

    def save(self, profile: CompanyProfile) -> CompanyProfile:
        """Keep the particulars; the old ones stay readable in the audit event.

        Raises:
            CompanyNameMissing, UnknownCompanySize.
        """
        profile.check()
        before = asdict(self.profile())
        with self._work.write("company.saved", before=before, after=asdict(profile)) as deed:
            Company.insert(id=1, **asdict(profile)).on_conflict(
                conflict_target=[Company.id], update=asdict(profile)
            ).execute()
            deed.touch("company")
        return profile

    def logo(self) -> Logo | None:
        """The logo of the letterhead; None without one."""
        row = Company.get_or_none()
        if row is None or not row.logo:
            return None
        from arcdesk.pdf.logo import kept

        return kept(bytes(row.logo))

    def set_logo(self, content: bytes | None) -> Logo | None:
        """Keep a PNG or JPEG as the logo of every document made from now on; None takes it away.

        Raises:
            CompanyNameMissing: there is no company yet.
            NotALogo: the file is none, or too large.
        """
        from arcdesk.pdf.logo import prepared

        if Company.get_or_none() is None:
            raise CompanyNameMissing(field="name")
        picture = prepared(content) if content is not None else None
        with self._work.write("company.logo") as deed:
            Company.update(logo=picture).execute()
            logo = self.logo()
            deed.details.update(sha256=logo.sha256 if logo else None)
            deed.touch("company")
        return logo

    def preference(self, key: str, default: Any = None) -> Any:
        """A setting of this workspace, or ``default``."""
        found = rows("SELECT value FROM preference WHERE key = ?", key)
        return json.loads(found[0][0]) if found else default

    def set_preference(self, key: str, value: Any) -> None:
        """Keep a JSON value under ``key`` in the workspace."""
        with self._work.write("preference.set", key=key, value=value) as deed:
            Preference.insert(key=key, value=value).on_conflict_replace().execute()
            deed.touch("company")

    def schemes(self) -> tuple[Scheme, ...]:
        """The shipped aging schemes, then the user's own."""
        own = (
            scheme_from_cuts(row.name, tuple(row.cuts), known_basis(row.basis))
            for row in AgingScheme.select()
        )
        return (*SCHEMES.values(), *own)

    def scheme(self, name: str | None = None) -> Scheme:
        """The scheme called ``name``, or the workspace's default.

        Raises:
            UnknownScheme: no such scheme.
        """
        wanted = name or self.default_scheme_name
        known = {scheme.name: scheme for scheme in self.schemes()}
        if wanted not in known:
            raise UnknownScheme(name=wanted, known=", ".join(known), field="scheme")
        return known[wanted]

    @property
    def default_scheme_name(self) -> str:
        return str(self.preference("scheme", DEFAULT_SCHEME))

    def set_default_scheme(self, name: str) -> None:
        """Make ``name`` the scheme of every screen and report."""
        self.set_preference("scheme", self.scheme(name).name)

    def save_scheme(self, name: str, cuts: tuple[int, ...], basis: str = "due") -> Scheme:
        """Keep an own scheme; ``cuts`` are the last days of its overdue buckets, rising.

        Raises:
            SchemeNameTaken: the name of a shipped scheme.
            BadCuts, UnknownBasis.
        """
        if name in SCHEMES:
            raise SchemeNameTaken(name=name, field="name")
        scheme = scheme_from_cuts(name, cuts, known_basis(basis))
        with self._work.write("scheme.saved", name=name, cuts=list(cuts), basis=basis) as deed:
            AgingScheme.insert(name=name, cuts=list(cuts), basis=basis).on_conflict(
                conflict_target=[AgingScheme.name], update={"cuts": list(cuts), "basis": basis}
            ).execute()
            deed.touch("scheme")
        return scheme
