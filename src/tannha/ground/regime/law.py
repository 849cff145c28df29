"""The regimes known here, oldest first, and fees. Each figure names its source; a change of law is a new row.

Texts were read in secondary sources in part; an authority checks them before real use.
"""

from __future__ import annotations

from datetime import date

from tannha.ground.regime.types import FormCode, Modality, Regime, Service

_ORDER = (
    Modality.FEATURES,
    Modality.SLAP_RIGHT,
    Modality.SLAP_LEFT,
    Modality.THUMBS,
    Modality.ROLLED,
    Modality.PHOTO,
)
_2016, _2021, _2024 = date(2016, 1, 1), date(2021, 7, 1), date(2024, 7, 1)

LAW_2014 = Regime(
    name="2016",
    since=_2016,
    law="Law 59/2014/QH13; Circular 07/2016/TT-BCA",
    required_from_age=14,
    on_request_from_age=14,
    biometrics_from_age=14,
    iris_from_age=None,
    change_ages=(25, 40, 60),
    grace_years=2,
    modalities=_ORDER,
    information_form=FormCode(code="CC02", since=_2016),
    appointment_slip=FormCode(code="CC03", since=_2016),
    refusal_form=None,
    collection_form=FormCode(code="DC01", since=_2016),
    correction_form=None,
    deadline_days=7,
    deadline_days_reissue=15,
    place_of_issue="Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    qr_fields=7,
)

CHIP_2021 = Regime(
    name="2021",
    since=_2021,
    law="Law 59/2014/QH13; Circulars 59/2021 Art. 11, 60/2021 Art. 5 (TT-BCA)",
    required_from_age=14,
    on_request_from_age=14,
    biometrics_from_age=14,
    iris_from_age=None,
    change_ages=(25, 40, 60),
    grace_years=2,
    modalities=_ORDER,
    information_form=FormCode(code="CC02", since=_2021),
    appointment_slip=FormCode(code="CC03", since=_2021),
    refusal_form=None,
    collection_form=FormCode(code="DC01", since=_2021),
    correction_form=FormCode(code="DC02", since=_2021),
    deadline_days=7,
    deadline_days_reissue=15,
    place_of_issue="Cục Cảnh sát quản lý hành chính về trật tự xã hội",
    qr_fields=7,
)

LAW_2023 = Regime(
    name="2024",
    since=_2024,
    law="Law 26/2023/QH15 Art. 19, 21, 23, 26; Decree 70/2024; Circulars 16 and 17/2024/TT-BCA",
    required_from_age=14,
    on_request_from_age=0,
    biometrics_from_age=6,
    iris_from_age=6,
    change_ages=(14, 25, 40, 60),
    grace_years=2,
    modalities=(*_ORDER, Modality.IRIS),
    information_form=FormCode(code="CC01", since=_2024),
    appointment_slip=FormCode(code="CC02", since=_2024),
    refusal_form=FormCode(code="CC03", since=_2024),
    collection_form=FormCode(code="DC01", since=_2024),
    correction_form=FormCode(code="DC02", since=_2024),
    deadline_days=7,
    deadline_days_reissue=7,
    place_of_issue="Bộ Công an",
    qr_fields=11,
)

REGIMES: tuple[Regime, ...] = (LAW_2014, CHIP_2021, LAW_2023)

# (from, until, per cent of the full fee): Circular 64/2025/TT-BTC halves it from 1 July 2025 to 31 December 2026.
_REDUCTIONS = ((date(2025, 7, 1), date(2026, 12, 31), 50),)

# Full fees in đồng: Circular 59/2019/TT-BTC Art. 4 until 30 June 2024, Circular 73/2024/TT-BTC after.
_FULL_2019 = {Service.FROM_OLD_CARD: 30_000, Service.CHANGE: 50_000, Service.REISSUE: 70_000}
_FULL_2024 = {Service.FROM_OLD_CARD: 0, Service.CHANGE: 50_000, Service.REISSUE: 70_000}


def fee_dong(service: Service, on: date) -> int:
    """The fee in đồng on a day, before personal exemptions; first cards and changes by age are free."""
    full = (_FULL_2024 if on >= _2024 else _FULL_2019).get(service, 0)
    for since, until, per_cent in _REDUCTIONS:
        if since <= on <= until:
            return full * per_cent // 100
    return full
