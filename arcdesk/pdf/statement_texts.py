"""The sentences of a statement of account, in both languages (R40, R41, R26, T4).

No text here says that the statement serves the audit of accounts only: that sentence would
rob it of its effect as a demand (R41). What asks for money is used only while money is owed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatementText:
    title: str
    intro: str
    owed: str
    in_advance: str
    settled: str
    demand: str
    demand_at_once: str
    promise: str
    reservation: str
    please_confirm: str
    agrees: str
    differs: str


_ZH = StatementText(
    title="往来对账单",
    intro="现将{period_from}至{period_to}期间贵我双方的往来款项列示如下，敬请核对：",
    owed="截至**{period_to}**，贵司应付我司款项余额为**{closing}**（大写：**{words}**）。",
    in_advance="截至**{period_to}**，我司账面上贵司款项余额为**预收{closing}**（大写：{words}）。",
    settled="截至**{period_to}**，双方往来款项已经结清，余额为{closing}（大写：{words}）。",
    demand="请贵司对其中已到付款期限的款项，于**{pay_by}前**支付至我司{account}",
    demand_at_once="请贵司对其中已到付款期限的款项，即行支付至我司{account}",
    promise="我司确认截至{period_to}欠款本金{closing}（大写：{words}），并承诺于________年____月____日前支付。",
    reservation="本对账单仅确认本金余额，不影响、也不构成放弃合同约定的逾期付款违约金。",
    please_confirm="请于**{return_by}前**核对、签章并返还一份；如有差异，请列明并附凭证。",
    agrees="核对无误",
    differs="有差异，差异说明：",
)

_EN = StatementText(
    title="Statement of Account",
    intro="Please check the following transactions between us from {period_from} to {period_to}:",
    owed="The balance payable to us as of **{period_to}** is **{closing}** ({words}).",
    in_advance="As of **{period_to}** our books show **{closing} received in advance** from you ({words}).",
    settled="As of **{period_to}** the account is settled; the balance is {closing} ({words}).",
    demand="Please pay the part of it that has fallen due by **{pay_by}** to {account}",
    demand_at_once="Please pay the part of it that has fallen due without delay to {account}",
    promise=(
        "We confirm that as of {period_to} we owe the principal of {closing} ({words}) "
        "and will pay it by ____________________ (date)."
    ),
    reservation=(
        "This statement confirms the balance of principal only. It neither affects nor waives the "
        "compensation "
        "for late payment agreed in the contract."
    ),
    please_confirm=(
        "Please check this statement and return one signed and sealed copy by **{return_by}**. If "
        "anything differs, "
        "state the difference and enclose the supporting documents."
    ),
    agrees="We agree with this statement.",
    differs="We find the following differences:",
)

_TEXTS = {"zh": _ZH, "en": _EN}


def statement_text(language: str) -> StatementText:
    return _TEXTS[language]
