"""The words of the two balance confirmations; their effect differs, so their words do (R17, R43, R45).

The one for collection asks for payment, takes a promise and reserves the penalty (R41, R26). The one for an
auditor says that it checks accounts only: it is no demand and interrupts no limitation safely. Neither text may
borrow a sentence from the other.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ConfirmationText:
    title: str
    rank: str
    opening: str
    balance: str
    prepaid: str
    demand: str
    demand_now: str
    reservation: str
    reply: str
    other: str
    only: str
    slip: str
    agrees: str
    promise: str
    differs: str
    closing: str


COLLECTION_ZH = ConfirmationText(
    title="催收对账函",
    rank="",
    opening="为核对往来账目并催收到期货款，现将截至**{as_of}**贵司尚未付清的款项列示如下，敬请核对：",
    balance="截至**{as_of}**，贵司欠付我司款项本金合计**{owed}**（大写：**{owed_words}**）。",
    prepaid="同日，我司账面另有贵司尚未核销的款项{prepaid}（大写：{prepaid_words}），与上述欠款分别列示，未作抵销。",
    demand="请贵司对其中已到付款期限的款项，于**{pay_by}前**支付至我司{account}",
    demand_now="请贵司对其中已到付款期限的款项，即行支付至我司{account}",
    reservation="本函仅确认本金余额，不影响、也不构成放弃合同约定及法律规定的逾期付款违约金（利息）。",
    reply="请贵司于**{reply_by}前**核对，在下方签章确认并返还一份；如有差异，请列明并附凭证。",
    other="",
    only="",
    slip="债务人确认",
    agrees="核对无误。我司确认截至{as_of}欠付贵司款项本金{owed}（大写：{owed_words}）。",
    promise="我司承诺于________年____月____日前支付上述欠款。",
    differs="有差异，差异说明：",
    closing="",
)

COLLECTION_EN = ConfirmationText(
    title="Balance Confirmation",
    rank="with request for payment",
    opening=(
        "To agree our accounts and to collect what has fallen due, we list below what you had not paid as of "
        "**{as_of}**. Please check it:"
    ),
    balance="As of **{as_of}** you owe us a principal of **{owed}** ({owed_words}).",
    prepaid=(
        "On the same day our books show {prepaid} ({prepaid_words}) received from you and not allocated yet; it is "
        "stated separately and not set off against the debt."
    ),
    demand="Please pay the part of it that has fallen due by **{pay_by}** to {account}",
    demand_now="Please pay the part of it that has fallen due without delay to {account}",
    reservation=(
        "This letter confirms the balance of principal only. It neither affects nor waives the compensation "
        "(interest) for late payment under the contract and the law."
    ),
    reply=(
        "Please check the balance, sign and seal below and return one copy by **{reply_by}**. If anything differs, "
        "state the difference and enclose the supporting documents."
    ),
    other="",
    only="",
    slip="Confirmation by the debtor",
    agrees="We agree. We confirm that as of {as_of} we owe you the principal of {owed} ({owed_words}).",
    promise="We will pay the amount by ____________________ (date).",
    differs="We find the following differences:",
    closing="",
)

AUDIT_ZH = ConfirmationText(
    title="企业询证函",
    rank="（往来款项）",
    opening=(
        "本公司聘请的**{auditor}**正在对本公司财务报表进行审计，按照审计准则的要求，应当询证本公司与贵公司的往来款项等事项。"
        "下列信息出自本公司账簿记录，如与贵公司记录相符，请在本函下端“信息证明无误”处签章；"
        "如有不符，请在“信息不符”处列明不符项目及具体内容。"
    ),
    balance="",
    prepaid="",
    demand="",
    demand_now="",
    reservation="",
    reply="回函请于**{reply_by}前**直接寄至{auditor}。通讯地址：{auditor_address}；联系人：{auditor_contact}；电话：{auditor_phone}。",
    other="其他事项：",
    only="本函仅为复核账目之用，并非催款结算。若款项在上述日期之后已经付清，仍请及时函复为盼。",
    slip="结论：",
    agrees="1. 信息证明无误。",
    promise="",
    differs="2. 信息不符，请列明不符项目及具体内容：",
    closing="",
)

AUDIT_EN = ConfirmationText(
    title="Audit Confirmation Request",
    rank="(accounts with you)",
    opening=(
        "**{auditor}**, engaged by us, is auditing our financial statements and has to confirm our accounts with you. "
        "The information below is taken from our books. If it agrees with yours, please sign and seal at “The "
        "information is correct”; if it does not, please state the differences at “The information differs”."
    ),
    balance="",
    prepaid="",
    demand="",
    demand_now="",
    reservation="",
    reply=(
        "Please send your answer by **{reply_by}** directly to {auditor}. Address: {auditor_address}; contact: "
        "{auditor_contact}; phone: {auditor_phone}."
    ),
    other="Other matters:",
    only=(
        "This letter serves the checking of accounts only and is no request for payment. Please answer even if the "
        "amounts have been settled since."
    ),
    slip="Conclusion:",
    agrees="1. The information is correct.",
    promise="",
    differs="2. The information differs; the differences are:",
    closing="",
)


def confirmation_text(language: str, *, for_audit: bool) -> ConfirmationText:
    """The words of one kind in one language."""
    if for_audit:
        return AUDIT_ZH if language == "zh" else AUDIT_EN
    return COLLECTION_ZH if language == "zh" else COLLECTION_EN
