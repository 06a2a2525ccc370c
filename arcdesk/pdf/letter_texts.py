"""The words of the letters, one row per level and language (R37).

``**`` marks bold. The fields are filled by ``letter_values.py``: as_of, cause, count, owed, total, words,
deadline, account, oldest, contact, phone, creditor, debtor, interest, until, basis, number, date, earlier,
stop_days, forum. The second and the final demand stand in ``letter_texts_later.py``.
Every level from 1 on says what is owed, for what, and asks for payment by a date: without
that sentence the letter is no request for performance.
"""

from __future__ import annotations

from dataclasses import dataclass

from arcdesk.pdf.data import FIRST_DEMAND, FRIENDLY_REMINDER


@dataclass(frozen=True, slots=True)
class LetterText:
    """The paragraphs of one letter in reading order; an empty text leaves the part away.

    ``again`` takes the place of the first opening where earlier demands can be named; ``stop_supply``
    follows what comes after the bank where the contract allows it, ``forum`` where it names a forum.
    ``shows_sheets`` prints the whole computation of the interest.
    """

    title: str
    rank: str
    opening: tuple[str, ...]
    request: str
    owed: str
    owed_net: str
    interest: str
    after_bank: tuple[str, ...]
    closing: str
    shows_overdue: bool
    slip_title: str = ""
    slip_opening: str = ""
    slip_agrees: str = ""
    slip_objects: str = ""
    again: str = ""
    stop_supply: str = ""
    forum: str = ""
    shows_sheets: bool = False


FIRST_ZH = LetterText(
    title="催款函",
    rank="第一次",
    opening=(
        "感谢贵司长期以来的支持与信任。经核对账目，截至**{as_of}**，下表所列{count}款项已到付款期限，"
        "我司尚未收到贵司的足额付款，其中逾期时间最长的已达**{oldest}**。",
    ),
    request=(
        "以上款项{owed}**{total}**（大写：**{words}**）。现请贵司于**{deadline}前**，"
        "将上述欠款足额支付至我司{account}"
    ),
    owed="合计欠付",
    owed_net="经上列扣减后净欠付",
    interest=(
        "截至{until}，上述欠款的逾期付款利息（违约金）计为{interest}，计算依据：{basis}。"
        "该金额未计入上述欠款合计，此后至实际付清之日的部分另行计算。"
    ),
    after_bank=(
        "如贵司暂时难以一次付清，请于上述日期前与我司联系，书面告知确定的付款日期和付款安排；"
        "如对上述款项有异议，请于同一日期前书面说明理由并附相关凭证，以便双方及时核对。",
        "如上述款项届期仍未付清，我司将依照合同约定和法律规定主张包括逾期付款违约金（利息）在内的相应权利。"
        "本函以及我司接受部分付款，均不构成对任何权利的放弃。",
    ),
    closing=(
        "如贵司在收到本函前已经付款，请忽略本函，并将付款凭证发送我司联系人，以便及时核对入账。"
        "望贵司重视双方的合作关系，尽快安排付款。特此函告，顺祝商祺！"
    ),
    shows_overdue=True,
    slip_title="回　执",
    slip_opening="贵司{date}出具的编号为{number}的《催款函》，我司已经收悉。对函中所列欠款，我司答复如下：",
    slip_agrees="上述欠款{total}（大写：{words}）属实，我司将于________年____月____日前支付。",
    slip_objects="有异议，理由及金额如下：",
)

FIRST_EN = LetterText(
    title="Demand for Payment",
    rank="First demand",
    opening=(
        "Thank you for your continued business. According to our books the {count} listed below had "
        "fallen due "
        "and had not been paid in full as of **{as_of}**; the oldest has been overdue for **{oldest}**.",
    ),
    request=(
        "The {owed} is **{total}** ({words}). We request that you pay this amount "
        "in full by **{deadline}** to {account}"
    ),
    owed="amount owed for the items above",
    owed_net="net amount owed after the deductions above",
    interest=(
        "Interest (damages) for late payment up to and including {until} comes to {interest}; basis: "
        "{basis}. "
        "It is not included in the amount above, and continues to accrue until full payment."
    ),
    after_bank=(
        "If you cannot pay the whole amount at once, please contact us before that date and confirm "
        "in writing "
        "the day on which you will pay. If you dispute any item, please tell us the reason in "
        "writing by the same "
        "date and enclose the supporting documents.",
        "Should the amount remain unpaid after that date, we shall assert our rights under the "
        "contract and the "
        "law, including the agreed or statutory compensation for late payment. Neither this letter nor the "
        "acceptance of a part payment waives any of these rights.",
    ),
    closing=(
        "If you have already paid, please disregard this letter and send the proof of payment to our "
        "contact, so "
        "that we can credit your account. We value our business relationship and look forward to "
        "your payment."
    ),
    shows_overdue=True,
    slip_title="Reply slip",
    slip_opening=(
        "We have received your demand for payment no. {number} dated {date}. "
        "Regarding the amount stated in it, we reply as follows:"
    ),
    slip_agrees="We confirm that we owe {total} ({words}) and will pay by ____________________ (date).",
    slip_objects="We dispute the amount. Reason and amount in dispute:",
)

_REMINDER_ZH = LetterText(
    title="付款提醒函",
    rank="友好提醒",
    opening=(
        "感谢贵司长期以来的支持与信任。为便于贵司安排资金，现将截至**{as_of}**我司账面上贵司应付的{count}款项"
        "及其到期日列示如下，敬请核对：",
    ),
    request=(
        "以上款项{owed}**{total}**（大写：**{words}**）。请贵司按上列到期日安排付款，于**{deadline}前**确认付款安排，并"
        "将款项支付至我司{account}"
    ),
    owed="合计",
    owed_net="经上列扣减后合计",
    interest="",
    after_bank=("如对上列款项或单据有任何疑问，欢迎随时与我司联系人联系，我司将及时提供所需资料。",),
    closing="如贵司已经付款，请忽略本函。感谢贵司的配合，顺祝商祺！",
    shows_overdue=False,
)

_REMINDER_EN = LetterText(
    title="Payment Reminder",
    rank="Friendly reminder",
    opening=(
        "Thank you for your continued business. To help you plan your payments, we list below the {count} "
        "on your account as of **{as_of}** together with the due dates.",
    ),
    request=(
        "The {owed} is **{total}** ({words}). Please arrange payment by the due dates above and "
        "confirm the "
        "arrangement by **{deadline}**. Please pay to {account}"
    ),
    owed="total",
    owed_net="total after the deductions above",
    interest="",
    after_bank=(
        "If you have any question about these items or need a copy of a document, please get in touch "
        "with our contact at any time.",
    ),
    closing="If you have already paid, please disregard this reminder. Thank you for your cooperation.",
    shows_overdue=False,
)

_TEXTS = {
    (FRIENDLY_REMINDER, "zh"): _REMINDER_ZH,
    (FRIENDLY_REMINDER, "en"): _REMINDER_EN,
    (FIRST_DEMAND, "zh"): FIRST_ZH,
    (FIRST_DEMAND, "en"): FIRST_EN,
}


def first_texts() -> dict[tuple[int, str], LetterText]:
    """The words of the reminder and the first demand, by level and language."""
    return dict(_TEXTS)
