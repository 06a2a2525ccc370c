"""Whether a folder is kept in step with a cloud: such programs copy a live database page by page and break it."""

from __future__ import annotations

from pathlib import Path

KNOWN = (
    ("onedrive", "OneDrive"), ("dropbox", "Dropbox"), ("google drive", "Google Drive"), ("googledrive", "Google Drive"),
    ("iclouddrive", "iCloud"), ("mobile documents", "iCloud"), ("nutstore", "坚果云"), ("坚果云", "坚果云"),
    ("我的坚果云", "坚果云"), ("baidusyncdisk", "百度网盘"), ("百度云同步盘", "百度网盘"),
    ("百度网盘同步空间", "百度网盘"), ("wpsdrive", "WPS 云盘"), ("wps云盘", "WPS 云盘"),
    ("微云同步助手", "微云"), ("weiyun", "微云"),
    ("阿里云盘", "阿里云盘"), ("box sync", "Box"), ("nextcloud", "Nextcloud"), ("seafile", "Seafile"),
)  # fmt: skip
MARKS = (
    (".dropbox", "Dropbox"), (".stfolder", "Syncthing"), (".sync", "Resilio Sync"), (".owncloudsync.log", "ownCloud"),
)  # fmt: skip


def synchronised_by(folder: Path) -> str:
    """The name of the service whose folder this is or lies in; ``""`` where none shows."""
    for place in (folder.absolute(), *folder.absolute().parents):
        name = place.name.casefold()
        for start, service in KNOWN:
            if name == start or name.startswith((f"{start} ", f"{start}-")):
                return service
        for mark, service in MARKS:
            if place.name and (place / mark).exists():
                return service
    return ""
