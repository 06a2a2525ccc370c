"""An encrypted file: authenticated chunks of 64 KiB that can be read from anywhere, and no byte of it altered.

Layout: 8 bytes that name the format, 32 bytes of salt, then chunks of AES-256-GCM. The file's own key comes from
the evidence key and the salt, so a chunk's nonce is its number with a mark for the last one: chunks cannot be
changed, moved, dropped or cut off unseen.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from arcdesk.keys import file_key

MAGIC = b"ARCDESK\x01"
SALT_BYTES = 32
CHUNK_BYTES = 1 << 16
TAG_BYTES = 16
HEAD_BYTES = len(MAGIC) + SALT_BYTES


class AlteredFile(OSError):
    """A chunk that is not what was written, or of another key."""

    def __init__(self) -> None:
        super().__init__(errno.EIO, "altered")


def encrypted(blocks: Iterable[bytes], key: bytes) -> Iterator[bytes]:
    """The bytes of the encrypted file for the plain ``blocks``; ``key`` is the evidence key."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt = os.urandom(SALT_BYTES)
    cipher = AESGCM(file_key(key, salt))
    yield MAGIC + salt
    waiting, number = bytearray(), 0
    for block in blocks:
        waiting += block
        while len(waiting) > CHUNK_BYTES:  # the last chunk is marked, so one is always held back
            yield cipher.encrypt(_nonce(number, is_last=False), bytes(waiting[:CHUNK_BYTES]), None)
            del waiting[:CHUNK_BYTES]
            number += 1
    yield cipher.encrypt(_nonce(number, is_last=True), bytes(waiting), None)


def plain_size(stored_bytes: int) -> int:
    """Bytes of the content in an encrypted file of that size; below zero where it can be none."""
    body, whole = stored_bytes - HEAD_BYTES, CHUNK_BYTES + TAG_BYTES
    chunks = max(1, -(-body // whole))
    last = body - (chunks - 1) * whole - TAG_BYTES
    is_one = last > 0 or (chunks == 1 and last == 0)  # only an empty file has an empty chunk
    return body - chunks * TAG_BYTES if is_one else -1


def open_sealed(file: BinaryIO, key: bytes) -> BinaryIO:
    """The content of an encrypted file, to be read and sought in like any other; closes ``file`` with itself.

    Raises:
        AlteredFile: at opening, or at any read.
    """
    try:
        return io.BufferedReader(_Reader(file, key), CHUNK_BYTES)
    except BaseException:
        file.close()
        raise


class _Reader(io.RawIOBase):
    def __init__(self, file: BinaryIO, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        head = file.read(HEAD_BYTES)
        self._size = plain_size(file.seek(0, io.SEEK_END))
        if len(head) < HEAD_BYTES or not head.startswith(MAGIC) or self._size < 0:
            raise AlteredFile
        self._file = file
        self._cipher = AESGCM(file_key(key, head[len(MAGIC) :]))
        self._last = max(0, self._size - 1) // CHUNK_BYTES
        self._at = 0
        self._kept: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._at >= self._size:
            return 0
        number, start = divmod(self._at, CHUNK_BYTES)
        part = self._chunk(number)[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if self._kept[0] != number:
            self._file.seek(HEAD_BYTES + number * (CHUNK_BYTES + TAG_BYTES))
            stored = self._file.read(CHUNK_BYTES + TAG_BYTES)
            try:
                plain = self._cipher.decrypt(_nonce(number, is_last=number == self._last), stored, None)
            except (InvalidTag, ValueError) as error:
                raise AlteredFile from error
            self._kept = (number, plain)
        return self._kept[1]


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])
