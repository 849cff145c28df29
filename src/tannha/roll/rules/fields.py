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
        "ho va ten, ho ten, ho va ten cong dan, ho ten cong dan, ho chu dem va ten, ho chu dem va ten khai sinh, "
        "ho chu dem ten, ten khai sinh, ho va ten khai sinh, ten, ten cong dan, ten nhan khau, ho va ten nhan khau, "
        "ho ten nhan khau, ho va ten day du, ten day du, full name, name, fullname, resident, resident name"
    ),
    Field.SPOKEN_NAME: "cach goi, goi la, spoken name, spoken to as, form of address",
    Field.BIRTH: (
        "ngay sinh, ngay thang nam sinh, ngay thang sinh, nam sinh, ns, sinh ngay, sinh nam, ngay sinh duong lich, "
        "dob, date of birth, birth date, birthdate, birthday, born, birth, year of birth, birth year"
    ),
    Field.SEX: "gioi tinh, gioi, nam nu, phai, sex, gender, gt",
    Field.PERSONAL_NUMBER: (
        "so dinh danh, so dinh danh ca nhan, ma dinh danh, ma so dinh danh, sddcn, ddcn, so ddcn, so cccd, cccd, "
        "so can cuoc, can cuoc, so can cuoc cong dan, can cuoc cong dan, so cc, ma dinh danh ca nhan, "
        "id number, id no, personal number, personal id, national id, identity number, citizen id, id"
    ),
    Field.OLD_NUMBER: (
        "so cmnd, cmnd, so chung minh nhan dan, chung minh nhan dan, so cmnd cu, cmnd cu, so cmt, cmt, cmtnd, "
        "cmnd 9 so, so cmnd 9 so, old id number, old id, old number, old card number"
    ),
    Field.ANY_NUMBER: (
        "so cmnd cccd, cmnd cccd, so cccd cmnd, cccd cmnd, so cmnd ddcn, so giay to, so giay to tuy than, "
        "so cmnd so dinh danh, so cmnd hoac cccd, id or old number"
    ),
    Field.ADDRESS: (
        "dia chi, dia chi thuong tru, noi thuong tru, thuong tru, ho khau thuong tru, hktt, noi dang ky thuong tru, "
        "noi o hien tai, noi o hien nay, cho o, cho o hien nay, cho o hien tai, dia chi hien tai, dia chi cu tru, "
        "noi cu tru, tam tru, noi tam tru, dia chi tam tru, noi o, address, home address, residence, current address"
    ),
    Field.GROUP: "to dan pho, tdp, to, to so, khu, khu dan cu, khu pho, to dp, group, residential group, cluster",
    Field.TOWER: "toa, toa nha, thap, nha, chung cu, block, tower, building",
    Field.FLOOR: "tang, lau, floor, storey",
    Field.FLAT: "can ho, can, phong, so phong, so can ho, can so, flat, apartment, unit, room",
    Field.HOUSE_NUMBER: "so nha, sn, house number, house no, house",
    Field.STREET: "duong, pho, ngo, duong pho, ngo ngach, street, alley, lane, road",
    Field.HAS_LIFT: "thang may, co thang may, lift, elevator, has lift",
    Field.PHONE: (
        "so dien thoai, dien thoai, sdt, sdt lien he, dien thoai lien he, so dien thoai lien he, so dt, dt, "
        "phone, phone number, telephone, mobile, tel"
    ),
    Field.NOTE: "ghi chu, ly do, tinh trang, tinh trang suc khoe, ly do chua cap, note, notes, remark, remarks, reason",
    Field.DOCUMENT_KIND: "loai giay to, giay to dang co, document, document kind, document held",
    Field.DOCUMENT_ISSUED_ON: "ngay cap, ngay cap the, ngay cap cccd, ngay cap can cuoc, issued on, date of issue",
    Field.DOCUMENT_EXPIRES_ON: (
        "ngay het han, co gia tri den, gia tri den, het han, expires on, date of expiry, valid until"
    ),
    Field.SUPPORTER_NAME: (
        "nguoi ho tro, nguoi cham soc, nguoi nha, nguoi than, supporter, supporter name, carer, next of kin"
    ),
    Field.SUPPORTER_PHONE: "dien thoai nguoi nha, sdt nguoi nha, sdt nguoi ho tro, supporter phone",
    Field.SUPPORTER_RELATION: "quan he nguoi nha, quan he voi nguoi ho tro, supporter relation",
    Field.SKIP: (
        "email, thu dien tu, quan he, quan he voi chu ho, quan he chu ho, chu ho, ho ten chu ho, so ho, so ho khau, "
        "loai cu tru, dan toc, ton giao, que quan, nghe nghiep, trinh do, quoc tich, noi cap, nguoi lap, "
        "relation, head of household, ethnicity, religion, occupation, nationality"
    ),
}

FIELD_BY_HEADING: dict[str, Field] = {
    alias.strip(): field for field, aliases in ALIASES.items() for alias in aliases.split(",")
}
