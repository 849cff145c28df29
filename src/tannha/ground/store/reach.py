"""Why a store does not open, in one sentence that says what to do next, in both languages. Knows no Django."""

from __future__ import annotations

from urllib.parse import urlsplit

_SERVER = (
    (
        "password authentication failed",
        "refuses this user name or password",
        "không nhận tên hoặc mật khẩu này",
    ),
    ("role", "knows no such user", "không có người dùng này"),
    ("database", "has no database of this name", "không có cơ sở dữ liệu tên này"),
    ("pg_hba.conf", "lets nobody in from this machine", "không cho máy này kết nối"),
    ("too many", "has no free connection", "đã hết chỗ kết nối"),
    ("starting up", "is still starting", "còn đang khởi động"),
    ("permission denied", "does not let this user work there", "không cho người dùng này làm việc ở đó"),
)
_FILE = (
    (
        ("file is not a database", "malformed", "file is encrypted", "disk i/o error", "short read"),
        "The store file is damaged. Keep it as it is, and restore the last backup into a new folder: "
        "tannha restore FILE --key KEY --data NEW.",
        "Tệp dữ liệu bị hỏng. Hãy giữ nguyên tệp, rồi phục hồi bản sao lưu gần nhất vào thư mục mới: "
        "tannha restore TỆP --key KHOÁ --data MỚI.",
    ),
    (
        ("readonly", "read-only", "unable to open", "permission denied"),
        "The store file cannot be opened for writing. Give the folder to the user who runs the program.",
        "Không mở được tệp dữ liệu để ghi. Hãy giao thư mục cho người dùng chạy chương trình.",
    ),
    (
        ("full",),
        "The disk is full. Make room, then start again; nothing was half written.",
        "Đĩa đã đầy. Hãy dọn chỗ rồi chạy lại; không có gì bị ghi dở.",
    ),
    (
        ("locked",),
        "Another program holds the store. Wait for it to end, then try again.",
        "Một chương trình khác đang giữ kho dữ liệu. Hãy đợi nó xong rồi thử lại.",
    ),
)


def place_of(address: str) -> str:
    """Host, port and name of a shared store, without user and password."""
    parts = urlsplit(address)
    return f"{parts.hostname or 'localhost'}:{parts.port or 5432}{parts.path}"


def why_closed(error: BaseException, address: str | None) -> tuple[str, str]:
    """The sentence for an error that a database gave, English and Vietnamese; `address` as it is in force."""
    text = str(error).casefold()
    if address is None:
        for words, english, vietnamese in _FILE:
            if any(word in text for word in words):
                return english, vietnamese
        return (
            f"The store did not do it ({str(error)[:120]}). Run tannha doctor.",
            f"Kho dữ liệu không làm được ({str(error)[:120]}). Hãy chạy tannha doctor.",
        )
    place = place_of(address)
    for word, english, vietnamese in _SERVER if "fatal" in text or "denied" in text else ():
        if word in text:
            return (
                f"PostgreSQL at {place} {english}. Mend it there, or name another address with tannha use-database.",
                f"PostgreSQL tại {place} {vietnamese}. Hãy sửa ở đó, hoặc nêu địa chỉ khác bằng tannha use-database.",
            )
    return (
        f"PostgreSQL at {place} does not answer. Start it, or name another address with tannha use-database.",
        f"PostgreSQL tại {place} không trả lời. Hãy khởi động nó, hoặc nêu địa chỉ khác bằng tannha use-database.",
    )
