"""What a column may hold, and the headings it goes by. Pure.

Headings are compared on the folded key (no marks, đ as d, no signs), so "Họ & tên", "HO TEN" and "Họ  và tên" meet.
"""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """Our fields; `SKIP` is a column that is not taken over."""

    SKIP = "skip"
    ROW_NUMBER = "row_number"
    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    MIDDLE_NAME = "middle_name"
    SPOKEN_NAME = "spoken_name"
    BIRTH = "birth"
    BIRTH_MALE = "birth_male"
    BIRTH_FEMALE = "birth_female"
    BIRTH_DAY = "birth_day"
    BIRTH_MONTH = "birth_month"
    BIRTH_YEAR = "birth_year"
    SEX = "sex"
    MARK_MALE = "mark_male"
    MARK_FEMALE = "mark_female"
    PERSONAL_NUMBER = "personal_number"
    OLD_NUMBER = "old_number"
    ANY_NUMBER = "any_number"
    ADDRESS = "address"
    GROUP = "group"
    TOWER = "tower"
    FLOOR = "floor"
    FLAT = "flat"
    HOUSE_NUMBER = "house_number"
    STREET = "street"
    HAS_LIFT = "has_lift"
    PHONE = "phone"
    NOTE = "note"
    DOCUMENT_KIND = "document_kind"
    DOCUMENT_ISSUED_ON = "document_issued_on"
    DOCUMENT_EXPIRES_ON = "document_expires_on"
    SUPPORTER_NAME = "supporter_name"
    SUPPORTER_PHONE = "supporter_phone"
    SUPPORTER_RELATION = "supporter_relation"


ALIASES: dict[Field, str] = {
    Field.ROW_NUMBER: "stt, tt, so tt, so thu tu, no, nr, row, row number, line",
    Field.FULL_NAME: (
        "ho va ten, ho ten, ho va ten cong dan, ho ten cong dan, ho chu dem va ten, ho chu dem va ten khai "
        "sinh, ho chu dem ten, ten khai sinh, ho va ten khai sinh, ten, ten cong dan, ten nhan khau, ho va "
        "ten nhan khau, ho ten nhan khau, ho va ten day du, ten day du, ten goi, ten rieng, ten cu dan, ho "
        "ten cu dan, ten nguoi dan, ho ten nguoi dan, ho va ten thanh vien, given name, first name, full "
        "name, name, fullname, resident, resident name"
    ),
    Field.FAMILY_NAME: (
        "ho, ho dem, ho va dem, ho chu dem, ho va chu dem, ho lot, ho va ten dem, ho ten dem, ho va ten "
        "lot, family name, last name, surname"
    ),
    Field.MIDDLE_NAME: "ten dem, chu dem, dem, chu lot, ten lot, middle name, middle names",
    Field.SPOKEN_NAME: "cach goi, goi la, spoken name, spoken to as, form of address",
    Field.BIRTH: (
        "ntns, ngay sinh ntn, n sinh, ngay sinh duong, nam sinh duong lich, ngay sinh, ngay thang nam sinh, "
        "ngay thang sinh, nam sinh, ns, sinh ngay, sinh nam, ngay sinh duong lich, dob, d o b, yob, date of "
        "birth, birth date, birthdate, birthday, born, birth, year of birth, birth year"
    ),
    Field.SEX: "g tinh, gioi tinh, gioi, nam nu, phai, sex, gender, gt",
    Field.PERSONAL_NUMBER: (
        "so the can cuoc, so the cccd, the can cuoc, ma so cong dan, so dinh danh cong dan, ma cong dan, id "
        "card, id card no, id card number, identity no, identity card, so can cuoc cong dan gan chip, ma so "
        "dinh danh ca nhan, so dinh danh, so dinh danh ca nhan, ma dinh danh, ma so dinh danh, sddcn, ddcn, "
        "so ddcn, so cccd, cccd, so can cuoc, can cuoc, so can cuoc cong dan, can cuoc cong dan, so cc, ma "
        "dinh danh ca nhan, id number, id no, personal number, personal id, national id, identity number, "
        "citizen id, id"
    ),
    Field.OLD_NUMBER: (
        "so cmtnd, so cmtnd cu, so cmt cu, so cmnd 9, so cmnd, cmnd, so chung minh nhan dan, chung minh "
        "nhan dan, so cmnd cu, cmnd cu, so cmt, cmt, cmtnd, cmnd 9 so, so cmnd 9 so, old id number, old id, "
        "old number, old card number"
    ),
    Field.ANY_NUMBER: (
        "so cmnd cccd, cmnd cccd, so cccd cmnd, cccd cmnd, so cmnd ddcn, so giay to, so giay to tuy than, "
        "so cmnd so dinh danh, so cmnd hoac cccd, id or old number"
    ),
    Field.ADDRESS: (
        "dc, d c, dc thuong tru, d c thuong tru, dc hien tai, dia chi nha, dia chi nha rieng, permanent "
        "address, noi dktt, dktt, noi dang ky hktt, noi dk hktt, dia chi, dia chi thuong tru, noi thuong "
        "tru, thuong tru, ho khau thuong tru, hktt, noi dang ky thuong tru, noi o hien tai, noi o hien nay, "
        "cho o, cho o hien nay, cho o hien tai, dia chi hien tai, dia chi cu tru, noi cu tru, tam tru, noi "
        "tam tru, dia chi tam tru, noi o, address, home address, residence, current address"
    ),
    Field.GROUP: (
        "tdp so, to dan pho so, cum, cum dan cu, khu vuc, to dan cu, to dan pho, tdp, to, to so, khu, khu "
        "dan cu, khu pho, to dp, group, residential group, cluster"
    ),
    Field.TOWER: "toa, toa nha, thap, nha, chung cu, block, tower, building",
    Field.FLOOR: "tang, lau, floor, storey",
    Field.FLAT: (
        "phong so, can ho so, apartment no, apartment number, flat no, room no, unit no, so phong can ho, "
        "can ho, can, phong, so phong, so can ho, can so, flat, apartment, unit, room"
    ),
    Field.HOUSE_NUMBER: "so nha, sn, house number, house no, house",
    Field.STREET: "duong, pho, ngo, duong pho, ngo ngach, street, alley, lane, road",
    Field.HAS_LIFT: "thang may, co thang may, lift, elevator, has lift",
    Field.PHONE: (
        "so dien thoai, dien thoai, sdt, sdt lien he, dien thoai lien he, so dien thoai lien he, so dt, dt, "
        "di dong, dtdd, so di dong, dien thoai di dong, so dien thoai di dong, sdt di dong, mobile phone, "
        "phone, phone number, telephone, mobile, tel"
    ),
    Field.NOTE: (
        "chu thich, ghi chu khac, ghi chu, ly do, tinh trang, tinh trang suc khoe, ly do chua cap, note, "
        "notes, remark, remarks, reason"
    ),
    Field.DOCUMENT_KIND: "loai giay to, giay to dang co, document, document kind, document held",
    Field.DOCUMENT_ISSUED_ON: (
        "ngay cap, ngay cap the, ngay cap cccd, ngay cap can cuoc, issued on, date of issue"
    ),
    Field.DOCUMENT_EXPIRES_ON: (
        "ngay het han, co gia tri den, gia tri den, het han, expires on, date of expiry, valid until"
    ),
    Field.SUPPORTER_NAME: (
        "nguoi ho tro, nguoi cham soc, nguoi nha, nguoi than, supporter, supporter name, carer, next of kin"
    ),
    Field.SUPPORTER_PHONE: ("dien thoai nguoi nha, sdt nguoi nha, sdt nguoi ho tro, supporter phone"),
    Field.SUPPORTER_RELATION: "quan he nguoi nha, quan he voi nguoi ho tro, supporter relation",
    Field.SKIP: (
        "stt ho, ma ho, thon, quoc gia, phuong, quan, tinh, thanh pho, phuong xa, quan huyen, tinh thanh, "
        "tinh thanh pho, ward, district, city, province, email, thu dien tu, quan he, quan he voi chu ho, "
        "quan he chu ho, chu ho, ho ten chu ho, so ho, so ho khau, loai cu tru, dan toc, ton giao, que "
        "quan, nghe nghiep, trinh do, quoc tich, noi cap, nguoi lap, relation, head of household, "
        "ethnicity, religion, occupation, nationality"
    ),
}

FIELD_BY_HEADING: dict[str, Field] = {
    alias.strip(): field for field, aliases in ALIASES.items() for alias in aliases.split(",")
}

FIELD_BY_SQUEEZED: dict[str, Field] = {
    alias.replace(" ", ""): field for alias, field in FIELD_BY_HEADING.items() if len(alias) > 2
}
"""The same without blanks, for headings typed as one word."""
