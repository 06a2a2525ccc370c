"""The words of the second and the final demand (R37), and the look-up over all levels.

Firmer each time, and never more than the law allows: no threat, no third party, no credit register (R68 to
R71). Both name the debt and ask for performance by a day, so that they interrupt limitation when they arrive.
"""

from __future__ import annotations

from dataclasses import replace

from arcdesk.pdf.data import FINAL_DEMAND, SECOND_DEMAND
from arcdesk.pdf.errors import NoTextForLevel
from arcdesk.pdf.letter_texts import FIRST_EN, FIRST_ZH, LetterText, first_texts

_SECOND_ZH = replace(
    FIRST_ZH,
    rank="第二次",
    opening=(
        "经核对账目，截至**{as_of}**，下表所列{count}款项已到付款期限，我司仍未收到贵司的足额付款，"
        "其中逾期时间最长的已达**{oldest}**。",
    ),
    again=(
        "就贵司欠付款项一事，我司已于{earlier}致函催收。截至**{as_of}**，下表所列{count}款项仍未足额支付，"
        "其中逾期时间最长的已达**{oldest}**。"
    ),
    request=(
        "以上款项{owed}**{total}**（大写：**{words}**）。请贵司务必于**{deadline}前**，将上述欠款足额支付至我司{account}"
    ),
    after_bank=(
        "贵司未按期付款，已构成违约，应依合同约定和法律规定承担继续履行、支付逾期付款违约金（利息）等责任。"
        "鉴于上述欠款逾期已久，我司已将此事提交公司管理层，请贵司负责人亲自过问，指定专人与我司联系人落实付款，"
        "并于上述日期前书面告知付款安排。",
        "如对上述款项有异议，请于同一日期前书面说明理由并附相关凭证；无异议部分请先行支付。"
        "本函以及我司接受部分付款，均不构成对任何权利的放弃。",
    ),
    stop_supply=(
        "依照合同约定，逾期超过{stop_days}的，我司有权暂停供货和服务。如上述款项届期仍未付清，我司将行使该项权利，"
        "由此产生的后果由贵司承担。"
    ),
    closing=(
        "如贵司在收到本函前已经付款，请将付款凭证发送我司联系人，以便及时核对入账。特此函告，请予重视并尽快回复。"
    ),
)

_SECOND_EN = replace(
    FIRST_EN,
    rank="Second demand",
    opening=(
        "According to our books the {count} listed below had fallen due and had not been paid in full as of "
        "**{as_of}**; the oldest has been overdue for **{oldest}**.",
    ),
    again=(
        "We have already demanded payment by our letter of {earlier}. As of **{as_of}** the {count} listed below "
        "had still not been paid in full; the oldest has been overdue for **{oldest}**."
    ),
    request=(
        "The {owed} is **{total}** ({words}). We request that you pay this amount in full, without fail, by "
        "**{deadline}** to {account}"
    ),
    after_bank=(
        "By not paying on time you are in breach of contract and liable, under the contract and the law, to "
        "perform and to pay compensation (interest) for late payment. Since the amount has been overdue for a "
        "long time, the matter has been put before our management. Please have it looked into by the person in "
        "charge on your side, name someone who settles the payment with our contact, and confirm your payment in "
        "writing before that date.",
        "If you dispute any item, please tell us the reason in writing by the same date with the supporting "
        "documents, and pay the undisputed part first. Neither this letter nor the acceptance of a part payment "
        "waives any of our rights.",
    ),
    stop_supply=(
        "Under the contract we may suspend deliveries and services once payment is more than {stop_days} overdue. "
        "Should the amount remain unpaid after that date, we shall make use of this right; the consequences are "
        "yours to bear."
    ),
    closing=(
        "If you have already paid, please send the proof of payment to our contact, so that we can credit your "
        "account. We ask you to give this matter your attention and to reply without delay."
    ),
)

_FINAL_ZH = replace(
    _SECOND_ZH,
    rank="最后通知",
    again=(
        "就贵司欠付款项一事，我司已于{earlier}多次致函催收，贵司至今未予付清。截至**{as_of}**，下表所列{count}款项"
        "仍未足额支付，其中逾期时间最长的已达**{oldest}**。"
    ),
    request=(
        "以上款项{owed}**{total}**（大写：**{words}**）。我司现向贵司发出最后付款通知：请于**{deadline}前**，"
        "将上述欠款足额支付至我司{account}"
    ),
    interest=(
        "截至{until}，上述欠款的逾期付款利息（违约金）计为**{interest}**，计算依据：{basis}，计算过程见下表。"
        "该金额未计入上述欠款合计，此后至实际付清之日的部分另行计算。"
    ),
    after_bank=(
        "贵司的行为已构成违约。依照《中华人民共和国民法典》第五百七十七条、第五百七十九条的规定，当事人不履行"
        "合同义务的，应当承担继续履行、赔偿损失等违约责任；未支付价款、报酬或者不履行其他金钱债务的，"
        "对方可以请求其支付。",
        "如上述款项届期仍未付清，且贵司未与我司就付款安排达成书面协议，我司将依法通过诉讼或者仲裁主张全部欠款"
        "及逾期付款违约金（利息），届时产生的费用与违约责任由贵司依法承担。",
        "如对上述款项有异议，请于上述日期前书面说明理由并附相关凭证；无异议部分请先行支付。"
        "本函以及我司接受部分付款，均不构成对任何权利的放弃。",
    ),
    forum="合同关于争议解决的约定为：{forum}",
    stop_supply="依照合同约定，逾期超过{stop_days}的，我司有权暂停供货和服务，我司保留行使该项权利。",
    closing="如贵司在收到本函前已经付款，请立即将付款凭证发送我司联系人，以便核对。特此通知。",
    shows_sheets=True,
)

_FINAL_EN = replace(
    _SECOND_EN,
    title="Final Demand for Payment",
    rank="Final notice",
    again=(
        "We have demanded payment repeatedly, by our letters of {earlier}, and you have not paid in full. As of "
        "**{as_of}** the {count} listed below remained unpaid; the oldest has been overdue for **{oldest}**."
    ),
    request=(
        "The {owed} is **{total}** ({words}). This is our final notice: please pay this amount in full by "
        "**{deadline}** to {account}"
    ),
    interest=(
        "Interest (damages) for late payment up to and including {until} comes to **{interest}**; basis: {basis}; "
        "the computation stands in the table below. It is not included in the amount above, and continues to "
        "accrue until full payment."
    ),
    after_bank=(
        "You are in breach of contract. Under Articles 577 and 579 of the Civil Code of the People's Republic of "
        "China, a party that does not perform its contractual obligations is liable to perform and to make good "
        "the loss, and payment of a price, a remuneration or another monetary debt may be demanded of the party "
        "that has not paid it.",
        "Should the amount remain unpaid after that date, and no written agreement on its payment have been "
        "reached, we shall claim the whole debt and the compensation (interest) for late payment by litigation or "
        "arbitration according to law; the costs and the liability for breach are then yours to bear according "
        "to law.",
        "If you dispute any item, please tell us the reason in writing by that date with the supporting documents, "
        "and pay the undisputed part first. Neither this letter nor the acceptance of a part payment waives any "
        "of our rights.",
    ),
    forum="The contract says on disputes: {forum}",
    stop_supply=(
        "Under the contract we may suspend deliveries and services once payment is more than {stop_days} overdue; "
        "we reserve that right."
    ),
    closing="If you have already paid, please send the proof of payment to our contact at once.",
    shows_sheets=True,
)

_TEXTS = first_texts() | {
    (SECOND_DEMAND, "zh"): _SECOND_ZH,
    (SECOND_DEMAND, "en"): _SECOND_EN,
    (FINAL_DEMAND, "zh"): _FINAL_ZH,
    (FINAL_DEMAND, "en"): _FINAL_EN,
}


def letter_text(level: int, language: str) -> LetterText:
    """The words of a level; raises ``NoTextForLevel`` where none are written."""
    text = _TEXTS.get((level, language))
    if text is None:
        raise NoTextForLevel(level=level, language=language, field="level")
    return text
