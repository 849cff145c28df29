"""Pages of the roll: four steps from a file to the roll, what a refusal looks like, what nobody else sees."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tannha.ground.ids import format_key
from tannha.roll import service
from tannha.roll.models import ImportBatch, ImportState, Resident
from tests.roll.lists import CLEAN, DAO, many, workbook

FAULTY = (4, "Vũ Thị Hà", "31/02/1950", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, "")
NAMELESS = (5, "", "1951", "Nữ", "", "", "9 ngõ 71 Pháp Vân", 12, "")


@pytest.fixture
def hoa(client_as):
    """Hoa's browser."""
    return client_as("hoa")


def upload(browser, data, name="to-12.xlsx"):
    return browser.post("/roll/import/", {"file": SimpleUploadedFile(name, data)})


def columns(browser, address):
    fields = browser.get(address).context["form"]
    return browser.post(address, {name: fields[name].value() for _label, _samples, name in fields.columns})


def to_review(browser, *rows):
    return columns(browser, upload(browser, workbook(*rows)).headers["Location"]).headers["Location"]


@pytest.fixture
def dao(cast, now):
    """Bác Đào, in the roll."""
    batch = service.stage_import(cast["hoa"], file_name="to-12.xlsx", data=workbook(*CLEAN), now=now)
    service.accept_import(cast["hoa"], batch_id=batch.pk, now=now)
    return Resident.objects.get(personal_number=DAO[4])


def test_a_clean_list_takes_file_columns_accept(hoa):
    address = to_review(hoa, *CLEAN)
    page = hoa.get(address)
    assert page.context["counts"].new == 3 and page.context["to_write"] == 3
    assert not Resident.objects.exists()
    done = hoa.post(f"{address}accept/")
    assert (done.status_code, done.headers["Location"]) == (303, address)
    assert Resident.objects.count() == 3
    assert "3" in hoa.get(address).content.decode()


def test_a_messy_list_is_settled_by_groups_and_the_counts_add_up(hoa):
    address = to_review(hoa, *CLEAN, FAULTY, NAMELESS)
    counts = hoa.get(address).context["counts"]
    assert (counts.new, counts.pending, counts.refused, counts.rows) == (3, 1, 1, 5)
    assert hoa.post(address, {"impossible_date": "keep_year"}).status_code == 303
    counts = hoa.get(address).context["counts"]
    assert (counts.new, counts.pending, counts.refused) == (4, 0, 1)
    hoa.post(f"{address}accept/")
    assert Resident.objects.get(full_name="Vũ Thị Hà").birth.iso == "1950"


def test_the_columns_page_shows_samples_without_whole_numbers(hoa):
    page = hoa.get(upload(hoa, workbook(*CLEAN)).headers["Location"]).content.decode()
    assert "Nguyễn Văn Tâm" in page and "…0001" in page
    assert DAO[4] not in page and DAO[5] not in page


def test_rows_not_written_are_taken_as_a_file(hoa):
    address = to_review(hoa, *CLEAN, FAULTY)
    answer = hoa.post(f"{address}rows/")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "impossible_date" in answer.getvalue().decode("utf-8-sig")


def test_undoing_asks_a_reason_and_empties_the_roll_again(hoa):
    address = to_review(hoa, *CLEAN)
    hoa.post(f"{address}accept/")
    assert hoa.get(f"{address}undo/").status_code == 200
    assert hoa.post(f"{address}undo/", {"reason": ""}).status_code == 422
    assert hoa.post(f"{address}undo/", {"reason": "sai tệp"}).status_code == 303
    assert not Resident.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "ds.xlsx", "roll.file_empty"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 99, "ds.xls", "roll.file_old_excel"),
        (b"%PDF-1.7", "ds.pdf", "roll.file_not_a_list"),
        (workbook(*CLEAN)[:900], "ds.xlsx", "roll.file_broken"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(hoa, data, name, code):
    answer = upload(hoa, data, name)
    assert answer.status_code == 409 and code in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_the_page_opens_without_complaint_and_an_answer_without_a_file_is_an_error(hoa):
    assert not hoa.get("/roll/import/").context["form"].errors
    assert hoa.post("/roll/import/", {}).status_code == 422


def test_two_columns_for_one_field_or_none_for_the_name_are_errors_of_the_form(hoa):
    address = upload(hoa, workbook(*CLEAN)).headers["Location"]
    fields = hoa.get(address).context["form"]
    chosen = {name: fields[name].value() for _label, _samples, name in fields.columns}
    assert hoa.post(address, chosen | {"column-8": "address"}).status_code == 422
    assert hoa.post(address, chosen | {"column-1": "skip"}).status_code == 422
    assert hoa.post(address, chosen | {"column-8": "skip"}).status_code == 303
    assert ImportBatch.objects.get().mapping["Điện thoại"] == "skip"


def test_a_large_list_is_handed_to_the_worker_and_its_progress_can_be_polled(hoa, monkeypatch):
    monkeypatch.setattr(service, "LARGE_ROWS", 10)
    address = to_review(hoa, *many(11))
    assert hoa.post(f"{address}accept/").status_code == 303
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.to_write) == (ImportState.WAITING, 11)
    assert f"{address}progress/" in hoa.get(address).content.decode()
    assert "X-Done" not in hoa.get(f"{address}progress/").headers
    ImportBatch.objects.update(state=ImportState.ACCEPTED, written=11)
    assert hoa.get(f"{address}progress/").headers["X-Done"] == "1"


def test_a_resident_page_shows_due_status_and_never_the_whole_number(hoa, dao):
    page = hoa.get(f"/roll/resident/{format_key(dao.pk)}/").content.decode()
    assert "TRẦN THỊ ĐÀO" in page and "…0001" in page and "sinh năm 1947" in page
    assert DAO[4] not in page and DAO[5] not in page


def test_unmasking_asks_a_reason_first(hoa, dao):
    address = f"/roll/resident/{format_key(dao.pk)}/number/"
    assert DAO[4] not in hoa.get(address).content.decode()
    assert hoa.post(address, {"reason": ""}).status_code == 422
    shown = hoa.post(address, {"reason": "đọc qua điện thoại"}).content.decode()
    assert "0001" in shown and "099" in shown


def test_looking_up_asks_for_a_purpose_and_all_three_without_a_number(hoa, dao):
    assert hoa.post("/roll/find/", {"number": DAO[4]}).status_code == 422
    assert hoa.post("/roll/find/", {"purpose": "visit", "name": "Đào"}).status_code == 422
    assert hoa.post("/roll/find/", {"purpose": "visit", "number": "123"}).status_code == 422
    asked = {"purpose": "visit", "name": "dao tran thi", "birth_year": "1947", "group": str(dao.group_id)}
    assert "TRẦN THỊ ĐÀO" in hoa.post("/roll/find/", asked).content.decode()
    assert "TRẦN THỊ ĐÀO" not in hoa.get("/roll/find/").content.decode()


def test_corrections_and_helpers_lead_back_to_the_person(hoa, dao):
    address = f"/roll/resident/{format_key(dao.pk)}/"
    for part, form in (
        ("correct", {"field": "birth", "value": "21/5/1947", "evidence": "giấy khai sinh"}),
        ("supporter", {"name": "Hạnh", "relation": "con gái"}),
        ("representative", {"name": "Hạnh", "document": "quyết định 12/2025"}),
    ):
        assert hoa.get(f"{address}{part}/").status_code == 200
        assert hoa.post(f"{address}{part}/", {}).status_code == 422
        assert hoa.post(f"{address}{part}/", form).headers["Location"] == address
    page = hoa.get(address).content.decode()
    assert "Hạnh" in page and "quyết định 12/2025" in page and "giấy khai sinh" in page


@pytest.mark.parametrize("page", ["import/", "find/", "groups/"])
def test_every_page_stands_in_both_languages(hoa, dao, page):
    vietnamese = hoa.get(f"/roll/{page}").content.decode()
    hoa.cookies["tannha_language"] = "en"
    english = hoa.get(f"/roll/{page}").content.decode()
    assert 'lang="vi"' in vietnamese and 'lang="en"' in english
    title = english.partition("<h1>")[2].partition("</h1>")[0]
    assert title and title not in vietnamese.partition("<h1>")[2].partition("</h1>")[0]


def test_groups_show_numbers_and_no_names(hoa, dao):
    page = hoa.get("/roll/groups/").content.decode()
    assert "Tổ 12" in page and "ĐÀO" not in page


@pytest.mark.parametrize("member", ["khang", "lan", "tuan", "phuc"])
def test_another_persons_page_is_the_same_404_for_not_there_and_not_yours(client_as, dao, member):
    browser = client_as(member)
    assert browser.get(f"/roll/resident/{format_key(dao.pk)}/").status_code == 404
