"""`tannha card simulate` and `tannha card read`: a SPECIMEN card in the virtual reader, and any card's facts."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from tannha.ground import clock
from tannha.ground.card_reader import HOW_TO_INSTALL, NoReader, PcscReaders, Trouble
from tannha.ground.command import (
    DataOption,
    JsonOption,
    Stopped,
    answer,
    choose_folder,
    command,
    language,
    opened,
    say,
    told,
)
from tannha.icao.access_control.passwords import (
    Password,
    PasswordKind,
    can_password,
    mrz_password,
    vietnamese_can,
)
from tannha.icao.chip.applet import Applet
from tannha.icao.facts import Outcome
from tannha.icao.passive_auth import Name as Passive
from tannha.icao.pki.bundle import Bundle, read_bundle
from tannha.issue.devices.virtual_card import PORT, NoVirtualReader, VirtualCard

if TYPE_CHECKING:
    from datetime import datetime

    from tannha.icao.chip.image import ChipImage
    from tannha.icao.reader.inspection import Inspection
    from tannha.issue.specimen_authority import SpecimenAuthority

PATIENCE_SECONDS = 5.0


def register(app: typer.Typer) -> None:
    """Add `card` with its verbs."""
    card = typer.Typer(
        help="Cards: a specimen in the virtual reader, and reading any chip.", no_args_is_help=True
    )
    card.command("simulate")(simulate)
    card.command("read")(read)
    app.add_typer(card, name="card")


# -- simulate


@command
def simulate(
    resident: Annotated[
        str | None, typer.Option(metavar="ID", help="A resident of the data folder who has a card.")
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo", help="The card of an invented person (the default).")
    ] = False,
    profile: Annotated[
        str,
        typer.Option(help="bac, pace-p256, pace-brainpool, cam, rsa-aa, ca-only or vietnam."),
    ] = "vietnam",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the vpcd driver listens.")] = PORT,
    ca: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A test authority (`tannha pki test-ca DIR`).")
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Keep a SPECIMEN card in the virtual PC/SC reader until stopped; print number, birth, expiry and CAN."""
    from tannha.icao.personalise import PROFILES

    if profile not in PROFILES:
        known = ", ".join(PROFILES)
        raise Stopped(
            told(
                f"There is no profile {profile}. There are: {known}.",
                f"Không có kiểu {profile}. Có: {known}.",
            )
        )
    if resident is not None and demo:
        raise Stopped(told("Give --resident or --demo, not both.", "Chỉ nêu một: --resident hoặc --demo."))
    if resident is None:
        image, anchors = _demo_chip(profile, ca, data)
    else:
        image, anchors = _resident_chip(resident, profile, ca, data)
    card = VirtualCard(Applet(image), port=port)
    _until_stopped(card)
    try:
        card.insert(patience_seconds=PATIENCE_SECONDS)
        shown = _printed(image, profile, port, anchors)
        answer(shown, as_json=as_json, text=_card_text(shown))
        card.serve(patience_seconds=86_400)
    except NoVirtualReader as missing:
        raise Stopped(
            told(
                f"Nobody listens at port {port}. Install and start the virtual reader: "
                "sudo apt-get install pcscd vsmartcard-vpcd && sudo pcscd",
                f"Không có đầu đọc ảo ở cổng {port}. Hãy cài và chạy: "
                "sudo apt-get install pcscd vsmartcard-vpcd && sudo pcscd",
            )
        ) from missing
    say(told("The card was taken out.", "Đã rút thẻ."))
    return 0


def _until_stopped(card: VirtualCard) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        card.stop()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)


def _demo_chip(profile: str, ca: Path | None, data: Path | None) -> tuple[ChipImage, Path]:
    from tannha.issue.specimen_card import demo_card, make_chip

    now = clock.now()
    authority, folder = _authority(ca, data, now)
    return make_chip(demo_card(), profile, authority.signer, now=now), folder


def _authority(ca: Path | None, data: Path | None, now: datetime) -> tuple[SpecimenAuthority, Path]:
    """The named test authority, or the data folder's own, made at first use."""
    from tannha.issue import specimen_authority
    from tannha.issue.devices.own_authority import own_authority, own_folder

    if ca is None:
        choose_folder(data)
    folder = ca or own_folder()
    try:
        opened_one = specimen_authority.open_authority(folder) if ca is not None else own_authority(now=now)
    except specimen_authority.NoAuthority as missing:
        raise Stopped(
            told(
                f"{folder} holds no test authority ({missing.file}). Make one: tannha pki test-ca {folder}",
                f"{folder} không có cơ quan ký thử ({missing.file}). Hãy tạo: tannha pki test-ca {folder}",
            )
        ) from missing
    return opened_one, folder


def _resident_chip(resident: str, profile: str, ca: Path | None, data: Path | None) -> tuple[ChipImage, Path]:
    with opened(data) as console:
        from tannha.issue import service

        resident_id = _resident_id(resident)
        authority, folder = _authority(ca, data, console.now)
        image = service.lend_chip(
            console.actor,
            resident_id=resident_id,
            profile=profile,
            authority=authority if ca is not None else None,
            now=console.now,
        )
    return image, folder


def _resident_id(text: str) -> UUID:
    """A resident by the key of their page's address, by UUID, or by the number on their card."""
    from tannha.ground.ids import parse_key
    from tannha.issue.service import find_card_by_number

    if len(text) == 12 and text.isdigit():
        card = find_card_by_number(text)
        if card is not None:
            return card.resident_id
    for parse in (parse_key, UUID):
        try:
            return parse(text)
        except ValueError:
            continue
    raise Stopped(
        told(
            "Nobody with a card is found so. Give the key in the address of the resident's page, or the card's number.",
            "Không tìm thấy ai có thẻ như vậy. Hãy nêu chuỗi trong địa chỉ trang cư dân, hoặc số trên thẻ.",
        )
    )


def _printed(image: ChipImage, profile: str, port: int, anchors: Path) -> dict[str, Any]:
    from tannha.icao.dg1 import decode_dg1

    lines = decode_dg1(image.files[0x0101]).lines
    can = next((each.text for each in image.passwords if each.kind is PasswordKind.CAN), "")
    return {
        "specimen": True,
        "number": lines[0][5:14],
        "personal_number": lines[0][15:27],
        "birth": lines[1][0:6],
        "expiry": lines[1][8:14],
        "can": can,
        "zone": list(lines),
        "profile": profile,
        "port": port,
        "anchors": str(anchors),
    }


def _card_text(shown: dict[str, Any]) -> str:
    return told(
        f"SPECIMEN card in the virtual reader, profile {shown['profile']}. Ctrl+C takes it out.\n"
        f"number {shown['number']}  birth {shown['birth']}  expiry {shown['expiry']}  CAN {shown['can']}\n"
        f"read it: tannha card read --can {shown['can']} --anchors {shown['anchors']}",
        f"Thẻ MẪU (SPECIMEN) đang nằm trong đầu đọc ảo, kiểu {shown['profile']}. Ctrl+C để rút.\n"
        f"số {shown['number']}  ngày sinh {shown['birth']}  hết hạn {shown['expiry']}  CAN {shown['can']}\n"
        f"đọc thẻ: tannha card read --can {shown['can']} --anchors {shown['anchors']}",
    )


# -- read


@command
def read(
    anchors: Annotated[
        Path, typer.Option(metavar="DIR", help="Certificates, lists and master lists that you trust.")
    ],
    can: Annotated[str | None, typer.Option(metavar="N", help="The card access number.")] = None,
    number: Annotated[
        str | None, typer.Option(metavar="N", help="The document number of the zone, or all twelve digits.")
    ] = None,
    birth: Annotated[
        str | None, typer.Option(metavar="D", help="Birth, YYMMDD, DD/MM/YYYY or a year.")
    ] = None,
    expiry: Annotated[str | None, typer.Option(metavar="D", help="Expiry, YYMMDD or DD/MM/YYYY.")] = None,
    reader: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A part of the reader's name; else the first with a card."),
    ] = None,
    wait: Annotated[float, typer.Option(min=0, max=600, help="Seconds to wait for a card.")] = 10.0,
    extended: Annotated[
        bool, typer.Option("--extended", help="Use long APDUs: faster, but not every reader carries them.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Read any eMRTD over PC/SC and say each fact on its own. Exit 1 when a fact fails."""
    passwords = _passwords(can, number, birth, expiry)
    bundle = _trusted(anchors)
    now = clock.now()
    from tannha.icao.reader.inspection import Inspector

    inspector = Inspector(bundle.anchors(), at=now, extended=extended)
    say(told("Lay the card on the reader …", "Hãy đặt thẻ lên đầu đọc …"))
    try:
        with PcscReaders().open(reader, wait_seconds=wait) as transport:
            began = time.perf_counter()
            found = inspector.inspect(transport, passwords)
            seconds = time.perf_counter() - began
    except NoReader as trouble:
        raise Stopped(_trouble(trouble)) from trouble
    answer(_plain(found, seconds), as_json=as_json, text=_text(found))
    wrong = [
        each for each in found.facts if each.outcome is Outcome.FAILS and each.name != Passive.NOT_SPECIMEN
    ]
    return 1 if wrong else 0


def _passwords(
    can: str | None, number: str | None, birth: str | None, expiry: str | None
) -> Sequence[Password]:
    found: list[Password] = []
    try:
        if number is not None and birth is not None and expiry is not None:
            twelve = number.isascii() and number.isdigit() and len(number) == 12
            found.append(mrz_password(number[-9:] if twelve else number.upper(), _day(birth), _day(expiry)))
        elif birth is not None or expiry is not None:
            raise Stopped(
                told(
                    "Give --number, --birth and --expiry together.", "Hãy nêu đủ --number, --birth, --expiry."
                )
            )
        elif number is not None:
            if not (number.isdigit() and len(number) == 12):
                raise Stopped(
                    told(
                        "With --number give --birth and --expiry too.",
                        "Nêu --number thì cần cả --birth, --expiry.",
                    )
                )
            found.append(can_password(vietnamese_can(number)))
        if can is not None:
            found.append(can_password(can))
    except ValueError as error:
        raise Stopped(
            told(
                "A CAN is digits; a number is letters and digits; days are YYMMDD or DD/MM/YYYY.",
                "CAN gồm chữ số; số giấy tờ gồm chữ và số; ngày viết YYMMDD hoặc DD/MM/YYYY.",
            )
        ) from error
    if not found:
        raise Stopped(
            told(
                "A chip wants a password: --can, or --number with --birth and --expiry, as printed on the card.",
                "Chip cần mật khẩu: --can, hoặc --number cùng --birth và --expiry, như in trên thẻ.",
            )
        )
    return found


def _day(text: str) -> str:
    """A day as the zone has it: YYMMDD stays (with fillers where a part is not known), DD/MM/YYYY, 2026-11-24, and a
    year alone are turned. Raises ValueError."""
    text = text.strip().upper()
    if re.fullmatch(r"[0-9]{2}[0-9<]{4}", text):
        return text
    if match := re.fullmatch(r"(?:(?:(\d\d)[-/.])?(\d\d)[-/.])?\d\d(\d\d)", text):
        return match[3] + (match[2] or "<<") + (match[1] or "<<")
    if match := re.fullmatch(r"\d\d(\d\d)[-/.](\d\d)[-/.](\d\d)", text):
        return match[1] + match[2] + match[3]
    raise ValueError("no day")


def _trusted(folder: Path) -> Bundle:
    if not folder.is_dir():
        raise Stopped(
            told(
                f"There is no folder {folder}. Name one with CSCA certificates, revocation lists or master lists.",
                f"Không có thư mục {folder}. Hãy nêu thư mục có chứng chỉ CSCA, danh sách thu hồi hoặc master list.",
            )
        )
    files = sorted(path for path in folder.iterdir() if path.is_file() and os.access(path, os.R_OK))
    bundle = read_bundle((path.name, path.read_bytes()) for path in files)
    if not bundle.authorities:
        say(
            told(
                f"{folder} holds no CSCA certificate: no State's signature can be known.",
                f"{folder} không có chứng chỉ CSCA nào: không thể biết chữ ký của nước nào.",
            )
        )
    return bundle


def _trouble(trouble: NoReader) -> str:
    sentences = {
        Trouble.NO_LIBRARY: told(
            f"pyscard is not installed. To have it: {HOW_TO_INSTALL}",
            f"Chưa cài pyscard. Để cài: {HOW_TO_INSTALL}",
        ),
        Trouble.NO_SERVICE: told(
            "The card service does not run. Start it: sudo apt-get install pcscd && sudo systemctl start pcscd",
            "Dịch vụ đọc thẻ chưa chạy. Hãy chạy: sudo apt-get install pcscd && sudo systemctl start pcscd",
        ),
        Trouble.NO_READER: told(
            "No such card reader is plugged in. Plug one in and try again.",
            "Chưa cắm đầu đọc thẻ nào như vậy. Hãy cắm đầu đọc rồi thử lại.",
        ),
        Trouble.NO_CARD: told(
            "No card lies on the reader. Lay it down and try again.",
            "Chưa có thẻ trên đầu đọc. Hãy đặt thẻ rồi thử lại.",
        ),
        Trouble.BUSY: told(
            "Another program holds the card. Close it and try again.",
            "Một chương trình khác đang giữ thẻ. Hãy đóng chương trình đó rồi thử lại.",
        ),
    }
    return sentences[trouble.trouble]


def _plain(found: Inspection, seconds: float) -> dict[str, Any]:
    anchor = found.passive.anchor if found.passive is not None else None
    return {
        "access": found.entry.way.value,
        "specimen": found.is_specimen,
        "no_csca_of_state": found.has_no_csca,
        "anchor": anchor.fingerprint if anchor is not None else None,
        "zone": found.zone,
        "groups": {f"DG{number}": ending.value for number, ending in sorted(found.endings.items())},
        "facts": [fact.as_plain for fact in found.facts],
        "commands": found.commands,
        "seconds": round(seconds, 3),
    }


def _text(found: Inspection) -> str:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tannha.settings")
    import django
    from django.utils import translation

    django.setup()
    from tannha.issue.chip_texts import NAMES, OUTCOMES, sentence

    with translation.override(language()):
        lines = []
        if found.is_specimen:
            lines.append(
                told("*** SPECIMEN, not a document ***", "*** THẺ MẪU (SPECIMEN), không phải giấy tờ ***")
            )
        if found.has_no_csca:
            lines.append(
                told(
                    "*** No CSCA of this State is trusted here ***",
                    "*** Không có CSCA của nước này ở đây ***",
                )
            )
        if found.zone:
            width = {90: 30, 72: 36, 88: 44}[len(found.zone)]
            lines += [found.zone[place : place + width] for place in range(0, len(found.zone), width)]
        widest = max(len(str(name)) for name in NAMES.values())
        for fact in found.facts:
            name, outcome = str(NAMES.get(fact.name, fact.name)), str(OUTCOMES[fact.outcome])
            lines.append(f"{name:<{widest}}  {outcome:<14}  {sentence(fact)}  ({fact.clause})")
    return "\n".join(lines)
