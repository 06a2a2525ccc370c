"""Company names: what two spellings have in common, and when two names that look alike mean two companies.

``normal`` forgives what says nothing: width, blanks, brackets, case, 有限公司 for 有限责任公司. It keeps
集团 and 股份, which often tell a parent from its subsidiary: such a pair is at most proposed (``likeness``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from arcdesk.domain.places import PLACES, leading_places
from arcdesk.domain.text import half_width

SURE = 85
"""The least likeness (of 100) at which two customers are proposed to be one."""

_SHORTEST = 2
"""Signs of the shortest short name."""

_BRACKETED = re.compile(r"[(\[【〔<《「『（〈]([^()\[\]【】〔〕<>《》「」『』（）〈〉]*)[)\]】〕>》」』）〉]")
_NOISE = re.compile(r"[\s()\[\]【】〔〕<>《》「」『』〈〉.,，。、·•・\-—_/&'\"“”‘’]+")
_LATIN_FORMS = re.compile(
    r"(?<![a-z])(?:company|co|corporation|corp|incorporated|inc|limited|ltd|llc|gmbh|plc|pte|pty|the)(?![a-z])\.?"
)
_STOCK = re.compile(r"股份(?:有限(?:责任)?)?公司")
_GROUP = re.compile(r"集团(?:有限(?:责任)?)?公司|集团")
_LIMITED = re.compile(r"(?:有限责任|责任有限|有限)公司|㈱|有限$")
_BRANCH = re.compile(
    r"(分公司|子公司|分厂|分店|分行|支行|营业部|办事处|项目部|门店|[0-9一二三四五六七八九十]+(?:号)?店)$"
)
_NUMERALS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖两", "00123456789123456789" + "2")
_TELLING = frozenset("0123456789十百东南西北中上下前后左右新老旧大小甲乙丙丁戊abcdefghijklmnopqrstuvwxyz")
"""Signs that tell one shop, branch or plant from the next: a difference of these alone is no typing error."""


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart: ``core`` is what is left without places and legal form.

    ``kind`` is 集团 or 股份 where the name has one of them, ``branch`` the words that name a branch.
    """

    normal: str
    core: str
    places: frozenset[str]
    branch: str
    kind: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are, of 100, and why: a text to translate."""

    score: int
    why: str


def exact(name: str) -> str:
    """The name without blanks, width and case: what makes two spellings the same name."""
    return "".join(half_width(name).split()).casefold()


@lru_cache(maxsize=65_536)
def normal(name: str) -> str:
    """The name without width, blanks, brackets, case and the words for "limited company".

    集团 and 股份 stay as words; a name of nothing but a legal form stays as it is.
    """
    plain = half_width(name).casefold()
    if not plain.isascii():
        plain = _STOCK.sub("股份", _GROUP.sub("集团", _LIMITED.sub("", _NOISE.sub("", plain))))
        if plain.endswith("公司") and not plain.endswith(("分公司", "子公司", "总公司")):
            plain = plain.removesuffix("公司")
    plain = _NOISE.sub("", _LATIN_FORMS.sub(" ", plain) if re.search("[a-z]", plain) else plain)
    return plain or exact(name)


@lru_cache(maxsize=65_536)
def parts(name: str) -> NameParts:
    """The name taken apart; places in brackets count as places in front do."""
    plain = half_width(name).casefold()
    places: list[str] = []

    def take_place(found: re.Match[str]) -> str:
        word = found[1].strip().removesuffix("市").removesuffix("省")
        if word not in PLACES:
            return found[0]
        places.append(word)
        return ""

    whole = normal(name)
    core = normal(_BRACKETED.sub(take_place, plain)) or whole
    leading, core = leading_places(core)
    places += leading
    core = core.replace("集团", "").replace("股份", "") or core
    branch = ""
    if _BRANCH.search(core):
        branch = _branch_of(core)
    kind = "集团" if "集团" in whole else "股份" if "股份" in whole else ""
    return NameParts(whole, core, frozenset(places), branch.translate(_NUMERALS), kind)


def _branch_of(core: str) -> str:
    """The words that name a branch: from the place or number before 分公司 on."""
    last = _BRANCH.search(core)
    assert last is not None
    start = last.start()
    place = next(
        (core[start - n : start] for n in range(5, 1, -1) if core[max(0, start - n) : start] in PLACES), ""
    )
    if place:
        return place + last[0]
    before = re.search(r"第?[0-9一二三四五六七八九十a-z]{1,4}$", core[:start])
    return core[before.start() :] if before else core[max(0, start - 2) :]


def short_forms(name: str) -> tuple[str, ...]:
    """What the company may be called for short, as ``normal`` writes names: without its place, and its form."""
    found = parts(name)
    leading, rest = leading_places(found.normal)
    return tuple(
        dict.fromkeys(form for form in (found.normal, rest if leading else "", found.core) if len(form) > 1)
    )


def is_short_for(short: str, name: str) -> bool:
    """Whether a name without any legal form may be what a company is called for short.

    It begins the company's name, with or without the place, or has its signs in their order: 中建三局.
    """
    a, b = parts(short), parts(name)
    if len(a.core) < _SHORTEST or a.normal != exact(short) or len(a.normal) >= len(b.normal):
        return False
    if not a.places <= b.places:
        return False
    if b.core.startswith(a.core) or b.normal.startswith(a.normal):
        return True
    signs = iter(b.normal)
    return len(a.normal) > _SHORTEST and b.normal[0] == a.normal[0] and all(sign in signs for sign in a.normal)


def likeness(one: str, other: str, sound: Callable[[str], str] = str) -> Likeness | None:
    """How likely two names are one company's; ``None`` where they are not, or hardly.

    Args:
        sound: how a text is spoken (pinyin); a sign typed wrong mostly sounds as the right one does.
    """
    a, b = parts(one), parts(other)
    if a.normal == b.normal:
        return Likeness(100, "The same name but for its form of writing.")
    if _never_one(a, b):
        return None
    if a.core == b.core:
        if a.kind != b.kind:
            return Likeness(88, "The same name, once with 集团 or 股份 and once without.")
        if a.places == b.places:
            return Likeness(96, "Only the legal form or the brackets differ.")
        return Likeness(92, "The same name with and without the place.")
    same_place = a.places == b.places
    score = round(100 * SequenceMatcher(None, a.core, b.core, autojunk=False).ratio())
    spoken = sound(a.core) == sound(b.core)
    if len(a.core) == len(b.core) and spoken:
        return Likeness(95 if same_place else 88, "It sounds the same: one sign is typed another way.")
    if len(a.core) > 3 and sorted(a.core) == sorted(b.core):
        return Likeness(93 if same_place else 87, "The same signs in another order.")
    if score >= 90:
        return Likeness(min(score, 94) - (0 if same_place else 4), "One or two signs differ.")
    short, long = sorted((a.core, b.core), key=len)
    if len(short) >= 4 and 2 * len(short) >= len(long) and long.startswith(short):
        return Likeness(SURE, "One name is the beginning of the other.")
    return None


def _never_one(a: NameParts, b: NameParts) -> bool:
    """Whether what differs tells two companies apart: place, branch, number, a word like 东 or 新."""
    if a.places and b.places and not (a.places <= b.places or b.places <= a.places):
        return True
    if a.branch != b.branch or (a.kind and b.kind and a.kind != b.kind):
        return True
    one, other = a.core.translate(_NUMERALS), b.core.translate(_NUMERALS)
    if sorted(re.findall("[0-9]+", one)) != sorted(re.findall("[0-9]+", other)):
        return True
    if one.isascii() and other.isascii():
        return False  # letters of a Latin name are typed wrong like any others
    for tag, i, j, k, n in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "equal" and _TELLING.issuperset(one[i:j] + other[k:n]):
            return True
    return False
