"""`tannha pki`: a test authority for specimen cards, what a State's master list holds, seals on paper checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tannha.ground import clock
from tannha.ground.command import JsonOption, Stopped, answer, command, told
from tannha.ground.specimen_keys import KeyKind
from tannha.icao import seal
from tannha.icao.deviations import Malformed
from tannha.icao.pki.bundle import read_bundle
from tannha.icao.pki.master_list import ListSignature, Survey, decode_master_list, survey
from tannha.issue import specimen_authority
from tannha.issue.specimen_authority import NoAuthority, Wish


def register(app: typer.Typer) -> None:
    """Add `pki` with its verbs."""
    pki = typer.Typer(help="Keys of States: a test authority, master lists, seals.", no_args_is_help=True)
    pki.command("test-ca")(test_ca)
    pki.command("renew-list")(renew_list)
    pki.command("master-list")(master_list)
    pki.command("check-seal")(check_seal)
    app.add_typer(pki, name="pki")


@command
def test_ca(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty folder; made if it is missing.")],
    keys: Annotated[KeyKind, typer.Option(help="The kind of keys.")] = KeyKind.P256,
    country: Annotated[str, typer.Option(metavar="VN", help="Two letters, as certificates carry.")] = "VN",
    state: Annotated[
        str, typer.Option(metavar="VNM", help="Three letters, as the card's zone carries.")
    ] = "VNM",
    explicit: Annotated[
        bool, typer.Option("--explicit", help="Write curves in numbers (Doc 9303-12; OpenSSL refuses those).")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Make a test authority for SPECIMEN cards: CSCA, document signer, revocation list, and both keys."""
    wish = Wish(kind=keys, country=country, state=state, explicit=explicit)
    try:
        made = specimen_authority.make(folder, wish, now=clock.now())
    except NoAuthority as there:
        raise Stopped(
            told(
                f"{folder / there.file} is already there. Name an empty folder.",
                f"Đã có {folder / there.file}. Hãy nêu một thư mục trống.",
            )
        ) from there
    except OSError as error:
        raise Stopped(
            told(
                f"Nothing can be written in {folder} ({error.strerror}). Name another folder.",
                f"Không ghi được vào {folder} ({error.strerror}). Hãy nêu thư mục khác.",
            )
        ) from error
    except ValueError as error:
        raise Stopped(
            told(
                "A country is two capital letters, a State's code up to three. Try --country VN --state VNM.",
                "Mã nước là hai chữ in hoa, mã trong vùng MRZ là chữ cái. Ví dụ: --country VN --state VNM.",
            )
        ) from error
    result = {
        "folder": str(folder),
        "files": list(specimen_authority.FILES),
        "csca": made.csca.fingerprint,
        "signer": made.signer.certificate.fingerprint,
        "keys": keys.value,
        "specimen": True,
    }
    files = f"{', '.join(specimen_authority.FILES)}\nCSCA {made.csca.fingerprint}"
    text = told(
        f"SPECIMEN authority in {folder}: {files}", f"Cơ quan ký MẪU (SPECIMEN) trong {folder}: {files}"
    )
    answer(result, as_json=as_json, text=text)
    return 0


@command
def renew_list(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A test authority's folder.")],
    as_json: JsonOption = False,
) -> int:
    """Renew the revocation list of a test authority for ninety days; what is revoked stays revoked."""
    try:
        renewed = specimen_authority.renew_list(folder, now=clock.now())
    except NoAuthority as lacking:
        raise Stopped(
            told(
                f"{folder / lacking.file} is missing or does not fit. Name the folder of a whole test authority.",
                f"Thiếu {folder / lacking.file} hoặc tệp không khớp. Hãy nêu thư mục đủ tệp của cơ quan ký MẪU.",
            )
        ) from lacking
    except OSError as error:
        raise Stopped(
            told(
                f"Nothing can be written in {folder} ({error.strerror}). Run this as the folder's owner.",
                f"Không ghi được vào {folder} ({error.strerror}). Hãy chạy bằng tài khoản chủ thư mục.",
            )
        ) from error
    assert renewed.next_update is not None
    until = clock.local_day(renewed.next_update)
    result = {"number": renewed.number, "revoked": len(renewed.revoked), "until": until.isoformat()}
    text = told(
        f"Revocation list {renewed.number} of {folder} holds until {until:%d/%m/%Y}.",
        f"Danh sách thu hồi số {renewed.number} của {folder} có hạn đến {until:%d/%m/%Y}.",
    )
    answer(result, as_json=as_json, text=text)
    return 0


@command
def master_list(
    file: Annotated[Path, typer.Argument(metavar="FILE.ml", help="A CSCA master list (CMS, DER).")],
    as_json: JsonOption = False,
) -> int:
    """Read a master list and say how many certificates load, verify, or do not, and why. Exit 1 for a bad signature."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Stopped(
            told(
                f"{file} cannot be read ({error.strerror}). Name a master list file.",
                f"Không đọc được {file} ({error.strerror}). Hãy nêu tệp danh sách CSCA.",
            )
        ) from error
    try:
        found = survey(decode_master_list(data, strict=False))
    except Malformed as error:
        raise Stopped(
            told(
                f"{file} is no master list ({error}). It should be the .ml file that a State publishes.",
                f"{file} không phải danh sách CSCA ({error}). Hãy dùng tệp .ml do một nước công bố.",
            )
        ) from error
    answer(_plain(found), as_json=as_json, text=_text(found))
    return 0 if found.signature is ListSignature.VALID else 1


@command
def check_seal(
    picture: Annotated[
        Path, typer.Argument(metavar="PICTURE", help="A photo or scan of the seal's QR code.")
    ],
    anchors: Annotated[
        Path, typer.Option(metavar="DIR", help="Certificates that you trust, and those of seal signers.")
    ],
    as_json: JsonOption = False,
) -> int:
    """Check a signed seal from its picture, without a network, and say each fact. Exit 1 when a fact fails."""
    from PIL import Image, UnidentifiedImageError

    from tannha.ground.qr_codes import read_code

    try:
        with Image.open(picture) as opened:
            code = read_code(opened.convert("L"))
        files = [(path.name, path.read_bytes()) for path in sorted(anchors.iterdir()) if path.is_file()]
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError) as error:
        raise Stopped(
            told(
                f"The picture {picture} or the folder {anchors} cannot be read. Name a picture file and a folder.",
                f"Không đọc được ảnh {picture} hoặc thư mục {anchors}. Hãy nêu một tệp ảnh và một thư mục.",
            )
        ) from error
    if code is None:
        raise Stopped(
            told(
                f"There is no QR code to be read in {picture}. Take the photo closer, straight and in good light.",
                f"Không đọc được mã QR nào trong {picture}. Hãy chụp gần hơn, thẳng và đủ sáng.",
            )
        )
    bundle = read_bundle(files)
    verdict = seal.check_seal(code.data, bundle.others, bundle.anchors())
    contents = verdict.seal.contents if verdict.seal else {}
    shown = {
        word: value.hex() if isinstance(value, bytes) else str(value) for word, value in contents.items()
    }
    facts = [fact.as_plain for fact in verdict.facts]
    lines = [f"{fact.name:<24} {fact.outcome:<8} {fact.reason}" for fact in verdict.facts]
    lines += [f"{word:<24} {value}" for word, value in shown.items()]
    answer({"facts": facts, "contents": shown}, as_json=as_json, text="\n".join(lines))
    return 1 if any(fact.outcome == "fails" and fact.reason != "specimen" for fact in verdict.facts) else 0


def _plain(found: Survey) -> dict[str, object]:
    states = {each.country for each in found.verified}
    return {
        "total": found.total,
        "loaded": len(found.loaded),
        "verified": len(found.verified),
        "refused": found.reasons,
        "verified_share": round(len(found.verified) / found.total, 4) if found.total else 0.0,
        "states": len(states),
        "vietnam": "VN" in states,
        "signature": found.signature.value,
        "signer": found.signer.shown_subject if found.signer else None,
        "not_verified": [
            {"subject": each.certificate.shown_subject, "reason": each.verified.value}
            for each in found.certificates
            if each.certificate not in found.verified
        ],
    }


def _text(found: Survey) -> str:
    reasons = ", ".join(f"{reason} {count}" for reason, count in found.reasons.items()) or "–"
    return told(
        f"{found.total} certificates: {len(found.loaded)} keys load, {len(found.verified)} verified.\n"
        f"Refused or not verified: {reasons}\nSignature of the list: {found.signature.value}",
        f"{found.total} chứng chỉ: đọc được {len(found.loaded)} khoá, kiểm được {len(found.verified)} chữ ký.\n"
        f"Không nhận hoặc chưa kiểm được: {reasons}\nChữ ký của danh sách: {found.signature.value}",
    )
