"""The clauses of an instalment agreement (分期还款协议), in both languages (R46 to R48, R26, R31, R32, R35).

Clause by clause, each a heading and its paragraphs; ``schedule`` and ``account`` mark where table and account
stand. What the books do not know is a blank. No clause waives limitation in advance (R1), and none states interest
as a sum of money, which could displace the penalty of the contract (R26).
"""

from __future__ import annotations

from dataclasses import dataclass

SCHEDULE = "schedule"
ACCOUNT = "account"
ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Clause:
    """A heading, its paragraphs, and what is drawn after them. ``only_with`` names the field it needs."""

    heading: str
    paragraphs: tuple[str, ...]
    shows: str = ""
    only_with: str = ""


@dataclass(frozen=True, slots=True)
class AgreementText:
    title: str
    rank: str
    creditor: str
    debtor: str
    representative: str
    preamble: str
    clauses: tuple[Clause, ...]
    closing: str
    signers: tuple[str, ...]
    guarantor: str
    guarantor_consents: str


_BLANK = "________"

_ZH = AgreementText(
    title="分期还款协议",
    rank="",
    creditor="甲方（债权人）：",
    debtor="乙方（债务人）：",
    representative="法定代表人/授权代表：",
    preamble="因{cause}，乙方欠付甲方款项。双方经协商一致，就欠款的分期偿还达成如下协议，共同遵守：",
    clauses=(
        Clause(
            "第一条　债务确认",
            (
                "双方确认：截至**{agreed_on}**，就下列款项，乙方欠付甲方本金合计**{principal}**（大写：**{words}**），"
                "乙方对该金额及其对应的合同、交货和发票均无异议。",
            ),
            ITEMS,
        ),
        Clause(
            "第二条　分期安排",
            ("乙方同意按下表分**{count}期**偿还上述欠款本金，每期款项应于所列日期当日或之前到达甲方账户：",),
            SCHEDULE,
        ),
        Clause("第三条　收款账户", ("乙方应将各期款项支付至甲方{account}",), ACCOUNT),
        Clause(
            "第四条　抵充顺序",
            (
                "乙方按期支付的分期款项，依次抵充本协议确认的本金。未按期支付的，乙方的付款依照《中华人民共和国民法典》"
                "第五百六十一条，按实现债权的有关费用、利息、主债务的顺序抵充。",
            ),
        ),
        Clause(
            "第五条　提前到期",
            (
                "乙方任何一期未按期足额付款，经甲方催告后"
                + _BLANK
                + "日内仍未付清，或者累计两期未按期足额付款的，"
                "甲方有权要求乙方立即付清全部剩余款项。",
            ),
        ),
        Clause(
            "第六条　违约责任与权利保留",
            (
                "乙方未按期足额付款的，应就逾期部分支付逾期付款违约金（利息）{penalty}，自各该款项的应付之日次日起，"
                "计算至实际付清之日止。",
                "本协议不构成甲方对原合同项下违约金（利息）及其他权利的放弃；仅在乙方按本协议如期足额付清全部款项的，"
                "双方才可就此前已发生的违约金（利息）另行书面约定减免。",
            ),
        ),
        Clause(
            "第七条　担保",
            (
                "□ 本协议不设新的担保。　□ 由"
                + _BLANK * 2
                + "提供"
                + _BLANK
                + "担保，保证期间为主债务履行期限届满之日起"
                + _BLANK
                + "年。",
                "原有担保继续有效。原保证人签署本协议的，视为书面同意本协议对主债务的变更并继续承担保证责任。",
            ),
        ),
        Clause(
            "第八条　费用负担",
            (
                "因乙方违约，甲方为实现债权支出的诉讼费、仲裁费、保全费、公证费、律师费等合理费用，由乙方承担。",
            ),
        ),
        Clause(
            "第九条　通知与送达",
            (
                "双方确认下列地址及电子联系方式为有效送达地址，适用于催款、通知以及诉讼、仲裁各阶段的文书送达；变更的，"
                "应当书面通知对方，否则按原地址发出即视为送达。邮件被拒收或者退回的，以退回之日为送达之日；电子邮件、"
                "微信以进入对方系统之日为送达之日。",
                "甲方地址：{creditor_address}",
                "甲方邮箱：" + _BLANK * 3 + "　微信：" + _BLANK * 2,
                "乙方地址：{debtor_address}",
                "乙方邮箱：" + _BLANK * 3 + "　微信：" + _BLANK * 2,
            ),
        ),
        Clause("第十条　争议解决", ("因本协议发生的争议，双方协商解决；协商不成的，{forum}",)),
        Clause(
            "第十一条　其他",
            (
                "本协议自双方签字、盖章之日起生效；一式"
                + _BLANK
                + "份，双方各执"
                + _BLANK
                + "份，具有同等效力。"
                "本协议共多页的，双方应加盖骑缝章。",
            ),
        ),
    ),
    closing="（以下为签署栏，无正文）",
    signers=("法定代表人/授权代表（签字）：", "签署日期："),
    guarantor="保证人：",
    guarantor_consents="保证人已知悉本协议全部内容，书面同意本协议对主债务的变更，并继续承担保证责任。",
)

_EN = AgreementText(
    title="Instalment Agreement",
    rank="",
    creditor="Party A (creditor):",
    debtor="Party B (debtor):",
    representative="Legal or authorised representative:",
    preamble=(
        "Party B owes Party A money for {cause}. The parties have agreed on its repayment in instalments as follows:"
    ),
    clauses=(
        Clause(
            "1. Acknowledgement of the debt",
            (
                "The parties confirm that as of **{agreed_on}** Party B owes Party A, for the items below, a "
                "principal of "
                "**{principal}** ({words}). Party B has no objection to this amount or to the contracts, deliveries "
                "and "
                "invoices behind it.",
            ),
            ITEMS,
        ),
        Clause(
            "2. Instalments",
            (
                "Party B will repay the principal in **{count} instalments** according to the table below; each has to "
                "reach Party A's account on or before the day stated:",
            ),
            SCHEDULE,
        ),
        Clause("3. Account", ("Party B pays the instalments to Party A, to {account}",), ACCOUNT),
        Clause(
            "4. Order of payment",
            (
                "Instalments paid on time are applied to the principal confirmed here. Payments made late are applied, "
                "under Article 561 of the Civil Code, to the costs of enforcing the claim, then to interest, then to "
                "the "
                "principal.",
            ),
        ),
        Clause(
            "5. Acceleration",
            (
                "Should any instalment not be paid in full on time and remain unpaid for "
                + _BLANK
                + " days after a "
                "demand, or should two instalments not be paid in full on time, Party A may demand the whole remaining "
                "amount at once.",
            ),
        ),
        Clause(
            "6. Late payment, and rights reserved",
            (
                "On any amount not paid on time Party B pays compensation (interest) for late payment {penalty}, "
                "from the "
                "day after it was due until the day of full payment.",
                "This agreement waives neither the compensation (interest) under the original contract nor any other "
                "right of Party A. Only if Party B pays everything in full and on time may the parties agree in "
                "writing "
                "to reduce what had accrued before.",
            ),
        ),
        Clause(
            "7. Security",
            (
                "[  ] No new security is given.  [  ] "
                + _BLANK * 2
                + " gives security by "
                + _BLANK
                + "; the guarantee "
                "period is " + _BLANK + " years from the day on which the principal falls due.",
                "Existing security remains in force. A guarantor who signs this agreement consents in writing to the "
                "change of the principal debt and remains liable.",
            ),
        ),
        Clause(
            "8. Costs",
            (
                "The reasonable costs of enforcing the claim after a breach by Party B (court, arbitration, "
                "preservation, notary and lawyers' fees) are borne by Party B.",
            ),
        ),
        Clause(
            "9. Notices and service",
            (
                "The addresses below are valid for demands, notices and the service of documents in litigation and "
                "arbitration. A change has to be notified in writing; until then dispatch to the old address is "
                "service. "
                "Mail refused or returned is served on the day of its return; e-mail and WeChat messages on the day "
                "they "
                "enter the other party's system.",
                "Party A: {creditor_address}",
                "E-mail: " + _BLANK * 3 + "  WeChat: " + _BLANK * 2,
                "Party B: {debtor_address}",
                "E-mail: " + _BLANK * 3 + "  WeChat: " + _BLANK * 2,
            ),
        ),
        Clause("10. Disputes", ("Disputes are settled by negotiation; failing that, {forum}",)),
        Clause(
            "11. Miscellaneous",
            (
                "This agreement takes effect when signed and sealed by both parties. It is made in "
                + _BLANK
                + " copies, "
                "each party keeping "
                + _BLANK
                + ". Where it has several pages, both parties seal across them.",
            ),
        ),
    ),
    closing="(Signatures follow; no further text.)",
    signers=("Representative (signature):", "Date of signature:"),
    guarantor="Guarantor:",
    guarantor_consents=(
        "The guarantor knows this agreement, consents in writing to the change of the principal debt, and "
        "remains liable."
    ),
)

_TEXTS = {"zh": _ZH, "en": _EN}


def agreement_text(language: str) -> AgreementText:
    return _TEXTS[language]
