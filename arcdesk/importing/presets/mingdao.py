"""明道云: a table of a form, known by the builder's own columns."""

from __future__ import annotations

from arcdesk.importing.presets.form_builders import tables

NAME = "mingdao"
LABEL = "Mingdao worksheet"

LAYOUTS = tables(
    NAME,
    record="~记录ID ~rowid ~系统编号 ~自动编号",
    marks="记录ID rowid 拥有者 创建者 创建时间 最近修改时间 最近修改人 ownerid caid ctime utime",
)
