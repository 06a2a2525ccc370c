"""简道云: a table of a form, known by the builder's own columns."""

from __future__ import annotations

from arcdesk.importing.presets.form_builders import tables

NAME = "jiandaoyun"
LABEL = "Jiandaoyun form"

LAYOUTS = tables(
    NAME,
    record="~数据ID ~data_id ~_id",
    marks="数据ID 提交人 提交时间 更新时间 流程状态 扩展字段 data_id 当前节点 当前负责人",
)
