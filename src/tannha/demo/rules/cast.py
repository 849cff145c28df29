"""Residents of the cast that everyone of the project knows, each with a story.

What for: the same people in the demo ward, in the tour and in tests. All of them are invented; `story`
says what seeding tells about them, and who of them the tour can be walked with.
"""

from __future__ import annotations

from dataclasses import dataclass, field


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
    needs=("wheelchair", "speaks_slowly", "stays_at_home", "family_beside", "calm_place"),
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
    needs=("afraid_of_flash", "calm_place", "family_beside"),
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
    needs=("wheelchair", "hard_of_hearing", "stays_at_home", "family_beside", "calm_place"),
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
    needs=("stays_at_home", "walks_slowly", "family_beside", "calm_place"),
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
    address="P1508 tháp A",
    held="cmnd9",
    cmnd9="099000552",
    needs=("wheelchair", "sees_little", "stays_at_home"),
    good_hours=(9 * 60, 11 * 60),
    helper=Helper(name="Bùi Quang Hải", relation="con trai", phone="0950345682"),
    story=("agreed",),
)
CUC = CastResident(
    key="cuc",
    full_name="Đoàn Thị Cúc",
    spoken_name="bà Cúc",
    sex="female",
    birth="1949-03",
    number="099149000012",
    address="P1906 tháp A",
    held="cmnd9",
    cmnd9="099000749",
    needs=("stays_at_home", "hard_of_hearing", "more_time", "calm_place"),
    good_hours=(9 * 60, 11 * 60),
    helper=Helper(name="Đoàn Thuỳ Linh", relation="cháu gái", phone="0950345684"),
    story=("tour",),
)
CAST: tuple[CastResident, ...] = (
    DAO,
    TAM,
    MAU,
    BUOI,
    KHOAT,
    CUC,
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
        needs=("wheelchair", "stays_at_home"),
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
        birth="1984-04-23",
        number="099084000010",
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

BY_KEY: dict[str, CastResident] = {person.key: person for person in CAST}
