"""What a demand must not say, and what it must (R68, R69, R71).

A creditor may say that he will sue. He may not threaten a person, shame the debtor in public, tell
family, neighbours or customers, block doors, pass for a court or the police, or claim a suit or a
credit record that does not exist. The words are looked for; whoever reads decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

THREAT, SHAME, OTHERS, DOOR = "threat", "shame", "others", "door"
AUTHORITY, SUIT, CREDIT, INSULT = "authority", "suit", "credit", "insult"

_DENIED = re.compile(
    r"(?:不会|不得|不再|不应|绝不|从不|无意)[^，。；！？]{0,8}$|\b(?:not|never)\b[^,.;!?]{0,24}$", re.IGNORECASE
)
"""What stands before a phrase that is denied, not said."""

_RULES: tuple[tuple[str, bool, tuple[str, ...]], ...] = (
    (THREAT, True, (
        r"后果自负|小心(?:你|您|一点|点)|(?:人身|生命)(?:安全)?(?:难保|威胁)|不客气",
        r"让(?:你|您|贵司)(?:好看|难堪|付出代价)|报复|收拾(?:你|您)|你(?:给我)?等着|走着瞧|不择手段",
        r"\b(?:or else|you will regret|we know where you live|watch your back|physical harm)\b",
    )),
    (SHAME, True, (
        r"公开曝光|曝光(?:你|您|贵司|名单)|老赖|朋友圈|拉横幅|大字报",
        r"(?:公布|公示|张贴|发布).{0,12}(?:欠款|欠债|名单|照片|姓名)",
        r"(?:微信|业主|行业|工作)群.{0,8}(?:公布|曝光|通报|公示|发布)",
        r"(?:通报|告知)(?:全|各).{0,4}(?:行业|同行)|(?:媒体|电视台|网络|抖音).{0,6}(?:曝光|公开|公布)",
        r"\b(?:name and shame|make (?:it|this|your debt) public|expose you|deadbeats?)\b",
        r"\bpublish your (?:name|debt)\b",
    )),
    (OTHERS, True, (
        r"(?:通知|告知|联系|告诉).{0,6}(?:家属|家人|父母|妻子|丈夫|配偶|子女|孩子|亲友|亲戚)",
        r"(?:通知|告知|联系|告诉).{0,6}(?:朋友|邻居|同事|村委|居委)",
        r"(?:通知|告知|联系|告诉|通报).{0,8}(?:客户|供应商|合作伙伴|上下游|股东)",
        r"\b(?:inform|tell|notify|contact|write to) your (?:family|wife|husband|parents|friends|neighbou?rs)\b",
        r"\b(?:inform|tell|notify|contact|write to) your (?:customers|suppliers|employer|partners)\b",
    )),
    (DOOR, True, (
        r"堵门|堵(?:住)?(?:大门|厂门|公司门)|围堵|蹲守|泼(?:漆|油漆)|上门(?:闹|堵|静坐|吃住)",
        r"扣(?:人|车|押人员)|强行(?:拉货|搬走|拖走)|断水断电",
        r"\b(?:block your (?:gate|door|entrance)|camp outside|(?:seize|take) your goods)\b",
    )),
    (AUTHORITY, True, (
        r"(?:法院|公安|经侦|检察院|警方|派出所).{0,8}(?:通知|传唤|上门|立即处理)",
        r"拘留|逮捕|抓捕|坐牢|判刑|刑事责任|通缉",
        r"\b(?:arrest(?:ed)?|jail|prison|criminal charges|police will)\b",
    )),
    (SUIT, True, (
        r"(?:已经?|已向.{0,10}法院)(?:正式)?(?:立案|起诉|提起诉讼|申请(?:强制)?执行)",
        r"(?:已|被)列入失信|法院已(?:受理|查封|冻结)",
        r"\b(?:we have (?:already )?(?:sued|filed suit|commenced proceedings)|court has accepted)\b",
    )),
    (CREDIT, True, (
        r"征信|信用(?:记录|报告)|黑名单|失信(?:名单|人)",
        r"\b(?:credit (?:bureau|record|report|rating)|blacklist(?:ed)?)\b",
    )),
    (INSULT, True, (
        r"骗子|无赖|流氓|不要脸|无耻|赖账|诈骗",
        r"\b(?:crooks?|fraudsters?|liars?|thie(?:f|ves)|shameless)\b",
    )),
    (CREDIT, False, (r"限制(?:高)?消费",)),
    (THREAT, False, (
        r"一切后果|严重后果|后果由(?:你|您|贵司|贵方)(?:自行)?承担",
        r"\b(?:severe|serious) consequences\b",
    )),
)  # fmt: skip
_LAWFUL = re.compile(r"生效(?:判决|裁判|法律文书).{0,40}")
"""What follows an effective judgment may name the lists the court keeps (R69)."""

SENTENCES = {
    THREAT: "“{words}” threatens. Say which lawful step will follow instead.",
    SHAME: "“{words}” announces exposure in public. That violates the debtor's rights.",
    OTHERS: "“{words}” tells third parties of the debt. That is not allowed.",
    DOOR: "“{words}” announces self-help. Only a court may enforce.",
    AUTHORITY: "“{words}” speaks for court or police. Only they may say so.",
    SUIT: "“{words}” claims a step at court. It may stand only where it has been taken.",
    CREDIT: "“{words}” speaks of credit records. A supplier cannot report there; only courts keep such lists.",
    INSULT: "“{words}” insults. Keep to the figures.",
}
"""The sentence of each rule."""


@dataclass(frozen=True, slots=True)
class ToneFinding:
    """Words of a text that a demand must not use (``blocking``) or should weigh; positions in the text."""

    rule: str
    words: str
    start: int
    end: int
    blocking: bool


def findings(text: str) -> tuple[ToneFinding, ...]:
    """What a demand may not or should not say, in reading order; each place once."""
    lawful = [range(*found.span()) for found in _LAWFUL.finditer(text)]
    found: list[ToneFinding] = []
    for finding in sorted(_found(text), key=lambda one: (one.start, not one.blocking, -one.end)):
        if finding.rule == CREDIT and any(finding.start in place for place in lawful):
            continue
        if not found or finding.start >= found[-1].end:
            found.append(finding)
    return tuple(found)


def _found(text: str) -> Iterator[ToneFinding]:
    for rule, blocking, pattern in _COMPILED:
        for match in pattern.finditer(text):
            if not _DENIED.search(text, max(0, match.start() - 40), match.start()):
                yield ToneFinding(rule, match[0], match.start(), match.end(), blocking)


_COMPILED = tuple(
    (rule, blocking, re.compile(pattern, re.IGNORECASE))
    for rule, blocking, patterns in _RULES
    for pattern in patterns
)
