"""Archives and uploads made to do harm, and names made to mislead; made here, none is kept."""

import io
import struct
import zipfile
import zlib

MEGABYTE = 1024 * 1024


def zip_of(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def zip_bomb(megabytes: int = 300, *, files: int = 1, suffix: str = ".txt") -> bytes:
    """An archive of a thousandth of the size that it unpacks to."""
    return zip_of({f"第{number}版{suffix}": b"\x41" * (megabytes * MEGABYTE // files) for number in range(files)})


def overlapping_bomb(files: int = 200, megabytes: int = 4) -> bytes:
    """One compressed file that the directory names many times, so that a small archive unpacks to gigabytes."""
    content = b"\x41" * (megabytes * MEGABYTE)
    raw = zip_of({"0.txt": content})
    at = raw.index(b"PK\x01\x02")
    entry = raw[at : raw.rindex(b"PK\x05\x06")]
    directory = entry * files
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, files, files, len(directory), at, 0)
    return raw[:at] + directory + end


def with_false_size(raw: bytes, claimed: int) -> bytes:
    """The archive, its directory claiming that its first file has so many bytes."""
    at = raw.index(b"PK\x01\x02") + 24
    changed = raw[:at] + struct.pack("<L", claimed) + raw[at + 4 :]
    return changed[:22] + struct.pack("<L", claimed) + changed[26:]


def encrypted_zip(name: str = "机密.txt") -> bytes:
    """An archive whose file says that it is encrypted, as every packer marks it."""
    raw = bytearray(zip_of({name: "机密内容".encode()}))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def zip_named_in_gbk(name: str, content: bytes) -> bytes:
    """An archive as Chinese Windows packs it: the name in GBK, without the mark of UTF-8."""
    coded, packed = name.encode("gb18030"), zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(content) + packed.flush()
    sizes = struct.pack("<LLL", zlib.crc32(content), len(data), len(content))
    local = struct.pack("<4sHHHHH", b"PK\x03\x04", 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", len(coded), 0) + coded
    entry = struct.pack("<4sHHHHHH", b"PK\x01\x02", 20, 20, 0, 8, 0, 0) + sizes
    entry += struct.pack("<HHHHHLL", len(coded), 0, 0, 0, 0, 0, 0) + coded
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(local) + len(data), 0)
    return local + data + entry + end
