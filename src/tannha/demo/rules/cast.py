"""The cast that everyone of the project knows: officers with their roles, and residents with their stories.

What for: the same people in the demo ward, in the one-click sign-in and in the tour. Secrets here are those
of an invented ward: they open nothing but a demo folder.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

DEMO_PASSWORD = "Phuong-bia-2026"
DEMO_PIN = "250947"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """One account of the demo: who, in which role, and whether of the neighbouring ward."""

    username: str
    display_name: str
    role: str
    next_door: bool = False

    @property
    def totp_secret(self) -> str:
        """The demo's second factor for this account: base32, derived from the name, known to everybody."""
        digest = hashlib.sha256(f"tan nha demo {self.username}".encode()).digest()
        return base64.b32encode(digest[:20]).decode()


OFFICERS: tuple[Officer, ...] = (
    Officer(username="hoa", display_name="cô Hoa", role="supervisor"),
    Officer(username="binh", display_name="anh Bình", role="supervisor"),
    Officer(username="lan", display_name="chị Lan", role="canvasser"),
    Officer(username="tuan", display_name="anh Tuấn", role="planner"),
    Officer(username="minh", display_name="anh Minh", role="operator"),
    Officer(username="ha", display_name="chị Hà", role="operator"),
    Officer(username="dung", display_name="anh Dũng", role="issuer"),
    Officer(username="duc", display_name="anh Đức", role="issuer"),
    Officer(username="nga", display_name="cô Nga", role="adjudicator"),
    Officer(username="son", display_name="anh Sơn", role="adjudicator"),
    Officer(username="vy", display_name="chị Vy", role="desk_clerk"),
    Officer(username="quynh", display_name="chị Quỳnh", role="desk_clerk"),
    Officer(username="phuc", display_name="anh Phúc", role="administrator"),
    Officer(username="viet", display_name="anh Việt", role="administrator"),
    Officer(username="ngan", display_name="chị Ngân", role="auditor"),
    Officer(username="yen", display_name="chị Yến", role="protection_officer"),
    Officer(username="oanh", display_name="chị Oanh", role="protection_officer"),
    Officer(username="khang", display_name="anh Khang", role="supervisor", next_door=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """A family member who helps (a supporter, never a representative)."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CastResident:
    """A resident with a story. `birth` is a partial ISO date; good hours are minutes of the day."""

    key: str
    full_name: str
    spoken_name: str
    sex: str
    birth: str
    number: str
    address: str
    held: str
    cmnd9: str = ""
    phone: str = ""
    needs: tuple[str, ...] = ()
    good_hours: tuple[int, int] | None = None
    helper: Helper | None = None
    story: tuple[str, ...] = field(default=())


DAO = CastResident(
    key="dao",
    full_name="Trần Thị Đào",
    spoken_name="bác Đào",
    sex="female",
    birth="1947",
    number="099147000001",
    address="P1504 tháp A",
    held="cmnd9",
    cmnd9="099000147",
    needs=("wheelchair", "speaks_slowly", "cannot_leave_home", "family_near"),
    good_hours=(9 * 60, 11 * 60),
    helper=Helper(name="Trần Thu Hạnh", relation="con gái", phone="0950345678"),
    story=("tour",),
)
TAM = CastResident(
    key="tam",
    full_name="Nguyễn Văn Tâm",
    spoken_name="anh Tâm",
    sex="male",
    birth="1996-08-17",
    number="099096000002",
    address="số 12/3A ngách 85/14 ngõ 1150",
    held="none",
    needs=("no_flash", "calm_place", "family_near"),
    good_hours=(9 * 60, 11 * 60 + 30),
    helper=Helper(name="Vũ Thị Lựu", relation="mẹ", phone="0950345679"),
    story=("agreed",),
)
MAU = CastResident(
    key="mau",
    full_name="Nguyễn Văn Mẫu",
    spoken_name="ông Mẫu",
    sex="male",
    birth="1961-03-12",
    number="099061000442",
    address="P0305 tháp A",
    held="barcode",
    phone="0950442442",
    story=("agreed",),
)
BUOI = CastResident(
    key="buoi",
    full_name="Lê Thị Bưởi",
    spoken_name="cụ Bưởi",
    sex="female",
    birth="1938",
    number="099138000003",
    address="P2203 tháp A",
    held="none",
    needs=("wheelchair", "hears_badly", "cannot_leave_home", "family_near"),
    good_hours=(9 * 60, 11 * 60),
    helper=Helper(name="Lê Văn Kiên", relation="cháu trai", phone="0950345680"),
    story=("tour",),
)
KHOAT = CastResident(
    key="khoat",
    full_name="Phạm Văn Khoát",
    spoken_name="ông Khoát",
    sex="male",
    birth="1944-11",
    number="099044000004",
    address="P502 nhà N1",
    held="cmnd9",
    cmnd9="099000444",
    needs=("cannot_leave_home", "cannot_climb", "family_near"),
    good_hours=(14 * 60, 16 * 60),
    helper=Helper(name="Đỗ Thị Thoa", relation="vợ", phone="0950345681"),
    story=("tour",),
)
NHAM = CastResident(
    key="nham",
    full_name="Bùi Thị Nhâm",
    spoken_name="bà Nhâm",
    sex="female",
    birth="1952-02-29",
    number="099152000005",
    address="P1108 tháp A",
    held="cmnd9",
    cmnd9="099000552",
    needs=("wheelchair", "sees_badly", "cannot_leave_home"),
    good_hours=(9 * 60, 11 * 60),
    helper=Helper(name="Bùi Quang Hải", relation="con trai", phone="0950345682"),
    story=("tour",),
)
CAST: tuple[CastResident, ...] = (
    DAO,
    TAM,
    MAU,
    BUOI,
    KHOAT,
    NHAM,
    CastResident(
        key="le",
        full_name="Đinh Công Lễ",
        spoken_name="ông Lễ",
        sex="male",
        birth="1949-06-04",
        number="099049000006",
        address="P1505 tháp A",
        held="cmnd9",
        cmnd9="099000649",
        story=("do_not_visit",),
    ),
    CastResident(
        key="thinh",
        full_name="Phùng Văn Thịnh",
        spoken_name="ông Thịnh",
        sex="male",
        birth="1943",
        number="099043000007",
        address="P0907 tháp A",
        held="cmnd9",
        cmnd9="099000743",
        needs=("wheelchair", "cannot_leave_home"),
        good_hours=(8 * 60 + 30, 11 * 60),
        helper=Helper(name="Phùng Thị Hồng", relation="con gái", phone="0950345683"),
        story=("card_ready",),
    ),
    CastResident(
        key="hien",
        full_name="Nguyễn Thị Hiền",
        spoken_name="chị Hiền",
        sex="female",
        birth="1983-05-09",
        number="099183000008",
        address="P0611 tháp A",
        held="barcode",
        phone="0950183008",
        story=("card_given",),
    ),
    CastResident(
        key="ong",
        full_name="H'Ŏn Kbŭr",
        spoken_name="chị H'Ŏn",
        sex="female",
        birth="1991-12-01",
        number="099191000009",
        address="P1502 tháp A",
        held="cmnd9",
        cmnd9="099000991",
        phone="0950191009",
        story=("agreed",),
    ),
    CastResident(
        key="bik",
        full_name="Y Bĭk Êban",
        spoken_name="anh Y Bĭk",
        sex="male",
        birth="1988-04-23",
        number="099088000010",
        address="P1502 tháp A",
        held="chip",
        phone="0950188010",
    ),
    CastResident(
        key="duong",
        full_name="Nguyễn Phạm Hoàng Ngặng Thuỳ Dương",
        spoken_name="chị Dương",
        sex="female",
        birth="1995-10-30",
        number="099195000011",
        address="P1503 tháp A",
        held="barcode",
        phone="0950195011",
        story=("nobody_home",),
    ),
)

TOUR_PEOPLE: tuple[str, ...] = tuple(person.key for person in CAST if "tour" in person.story)
