"""The words of the draft of a lawyer's letter (R49, R50): facts by the creditor, everything else for the firm.

Only a law firm may send a lawyer's letter (Lawyers Law, Art. 13, 25, 55): firm, number, lawyer, licence and
date stay blank, and nothing like a seal of the firm is printed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LawyerText:
    title: str
    rank: str
    matter: str
    watermark: str
    firm: str
    letter_number: str
    mandate: str
    facts: str
    opening: str
    sum: str
    owed: str
    owed_net: str
    interest: str
    dunned: str
    law: str
    evaluation: str
    demands: str
    demand_pay: str
    account: str
    account_agreed: str
    demand_interest: str
    demand_reply: str
    consequences: str
    consequence: str
    forum: str
    closing: str
    contact_labels: tuple[str, ...]
    firm_seal: str
    lawyer_labels: tuple[str, ...]
    enclosures: tuple[str, ...]
    notice: str


_ZH = LawyerText(
    title="律师函",
    rank="（草稿，供律师事务所审核）",
    matter="关于催告支付{cause}欠款事宜",
    watermark="草　稿",
    firm="______________________律师事务所",
    letter_number="（　　）________字〔　　　　〕第______号",
    mandate=(
        "____________________律师事务所（下称“本所”）接受**{company}**（下称“委托人”）的委托，"
        "指派____________律师，就贵司欠付委托人款项一事，向贵司发出本律师函。"
    ),
    facts="一、基本事实",
    opening=(
        "根据委托人提供的材料及陈述，贵司与委托人之间存在{cause}的债权债务关系。截至**{as_of}**，贵司有下列{count}款项"
        "已到付款期限而未足额支付，其中逾期时间最长的已达**{overdue_days}**："
    ),
    sum="以上款项{owed}**{amount}**（大写：**{amount_cn}**）。",
    owed="合计欠付",
    owed_net="经上列扣减后净欠付",
    interest="截至{interest_until}，上述欠款的逾期付款利息（违约金）计为**{interest_to_date}**，计算依据：{interest_basis}。该金额未计入上述欠款合计。",
    dunned="委托人已于{earlier}致函贵司催收，贵司至今未足额支付。",
    law="二、法律评价",
    evaluation=(
        "本所认为，贵司未按期付款，已构成违约。依照《中华人民共和国民法典》第五百七十七条、第五百七十九条的规定，"
        "贵司应当承担继续履行、赔偿损失等违约责任，委托人有权请求贵司支付全部欠款及逾期付款违约金（利息）。"
        "（本段由承办律师审核、补充）"
    ),
    demands="三、律师催告",
    demand_pay="1. 请贵司于**{pay_deadline}前**，将欠款**{amount}**足额支付至委托人{account}",
    account="下列账户：",
    account_agreed="在合同中约定或此前已告知的收款账户。",
    demand_interest="2. 请贵司一并支付截至实际付清之日的逾期付款违约金（利息）。",
    demand_reply="{n}. 如对上述款项有异议，请于同一日期前向本所书面说明理由并附相关凭证。",
    consequences="四、法律后果",
    consequence=(
        "如贵司逾期不履行，本所将依据委托人的进一步委托，依法采取诉讼或者仲裁、财产保全等措施，"
        "届时产生的费用与违约责任由贵司依法承担。"
    ),
    forum="合同关于争议解决的约定为：{forum}",
    closing="特此函告，请予重视。",
    contact_labels=("联系律师：", "电　　话：", "地　　址：", "邮　　箱："),
    firm_seal="律师事务所盖章处",
    lawyer_labels=("律师（签名）：", "执业证号：", "日　　期："),
    enclosures=("授权委托书（由委托人另行出具）", "欠款明细及对账材料", "合同、发票、签收单等证据材料"),
    notice=(
        "本稿由委托人根据其账册整理，仅供律师事务所审核使用。律师函只能由律师事务所接受委托后以其名义出具"
        "（《律师法》第十三条、第二十五条、第五十五条）；在律师事务所审核、签署、盖章之前，不得对外发出。"
    ),
)

_EN = LawyerText(
    title="Lawyer's Letter",
    rank="(draft, for review by a law firm)",
    matter="Demand for payment of {cause}",
    watermark="DRAFT",
    firm="______________________ Law Firm",
    letter_number="No. ____________________",
    mandate=(
        "____________________ Law Firm (“the Firm”) has been instructed by **{company}** (“the Client”) and has "
        "appointed ____________________, lawyer, to write to you about the amount that you owe the Client."
    ),
    facts="1. Facts",
    opening=(
        "According to the documents and the account of the Client you owe the Client money for {cause}. As of "
        "**{as_of}** the {count} listed below had fallen due and had not been paid in full; the oldest has been "
        "overdue for **{overdue_days}**."
    ),
    sum="The {owed} is **{amount}** ({amount_cn}).",
    owed="amount owed for the items above",
    owed_net="net amount owed after the deductions above",
    interest=(
        "Interest (damages) for late payment up to and including {interest_until} comes to "
        "**{interest_to_date}**; basis: {interest_basis}. It "
        "is not included in the amount above."
    ),
    dunned="The Client demanded payment by letter of {earlier}; you have not paid in full.",
    law="2. Law",
    evaluation=(
        "In our view you are in breach of contract. Under Articles 577 and 579 of the Civil Code of the People's "
        "Republic of China you are liable to perform and to make good the loss, and the Client may demand the whole "
        "debt and compensation (interest) for late payment. (To be reviewed and completed by the lawyer in charge.)"
    ),
    demands="3. Demands",
    demand_pay="1. Please pay the amount of **{amount}** in full by **{pay_deadline}** to {account}",
    account="the following account of the Client:",
    account_agreed="the Client's account as agreed in the contract or notified to you before.",
    demand_interest="2. Please pay with it the compensation (interest) for late payment up to the day of full payment.",
    demand_reply=(
        "{n}. If you dispute any item, please tell the Firm the reason in writing by the same date and enclose the "
        "supporting documents."
    ),
    consequences="4. Consequences",
    consequence=(
        "Should you not perform in time, the Firm will, on further instruction by the Client, proceed by litigation "
        "or arbitration and apply for the preservation of assets according to law; the costs and the liability for "
        "breach are then yours to bear according to law."
    ),
    forum="The contract says on disputes: {forum}",
    closing="We ask you to give this matter your attention.",
    contact_labels=("Lawyer:", "Phone:", "Address:", "E-mail:"),
    firm_seal="Seal of the law firm here",
    lawyer_labels=("Lawyer (signature):", "Licence no.:", "Date:"),
    enclosures=(
        "Power of attorney (given separately by the Client)",
        "List of the amounts owed and statements of account",
        "Contract, invoices, delivery notes and other evidence",
    ),
    notice=(
        "This draft was put together by the Client from its books, for review by a law firm only. A lawyer's letter "
        "may be sent only by a law firm that has accepted the mandate (Lawyers Law, Articles 13, 25 and 55). It must "
        "not leave the house before a law firm has reviewed, signed and sealed it."
    ),
)

_TEXTS = {"zh": _ZH, "en": _EN}


def lawyer_text(language: str) -> LawyerText:
    return _TEXTS[language]
