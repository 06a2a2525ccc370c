"""支道: a table of a form, known by the builder's own columns."""

from __future__ import annotations

from arcdesk.importing.presets.form_builders import tables

NAME = "zhidao"
LABEL = "Zhidao table"

LAYOUTS = tables(
    NAME,
    record="~流水号 ~记录编号 ~数据编号 ~记录ID ~数据ID",
    marks="流水号 记录编号 数据编号 提交人 提交时间 创建人 创建时间 更新人 更新时间 修改人 修改时间 归属人 "
    "归属部门 所属人 数据标题 审批状态",
)
