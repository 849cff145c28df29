"""The living style sheet: every named part once, with the hardest values the house knows. A page of the tests only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.template.loader import get_template
from django.utils.translation import gettext

from tannha.ground.dates import PartialDate
from tannha.ground.facts import Answer
from tannha.ground.person import PersonStrip
from tannha.ground.refusal import Refusal
from tannha.ground.refusals import Code
from tannha.ground.today import TodayRow
from tannha.web.forms import BirthField, DayField, PersonalNumberField, SecondPersonForm, TimeField
from tannha.web.parts import Bar, Head, Lane, Row, StepMark, Summary, Table, bar_chart, day_chart

NAMES = (
    "NGUYỄN PHẠM HOÀNG NGẶNG ẮẪỔ THUỲ DƯƠNG",
    "H'Ŏn Kbŭr",
    "Y Bĭk Êban",
    "Đào",
    "TÔN NỮ THỊ NGỌC HUYỀN TRÂN CÔNG TẰNG TÔN NỮ HOÀNG THIÊN Ý NHI",
)
TEMPLATE = Path(__file__).with_name("living.html")


class LivingForm(forms.Form):
    """Every kind of field."""

    outcome = forms.ChoiceField(
        label="Hôm nay thế nào?",
        widget=forms.RadioSelect,
        choices=[
            (text, text)
            for text in ("Đồng ý", "Để nghĩ thêm", "Không muốn", "Vắng nhà", "Đã chuyển", "Đã mất")
        ],
    )
    needs = forms.MultipleChoiceField(
        label="Giúp gì được hôm nay?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("w", "Xe lăn"), ("s", "Nói chậm"), ("f", "Sợ đèn chớp, chỗ đông")],
    )
    repair = forms.ChoiceField(
        label="Sửa thế nào?",
        required=False,
        widget=forms.RadioSelect,
        choices=[("y", "chỉ giữ năm"), ("s", "bỏ qua"), ("d", "tải về để sửa")],
    )
    birth = BirthField(label="Ngày sinh", help_text="Ngày và tháng có thể để trống.")
    number = PersonalNumberField(label="Số định danh cá nhân", required=False)
    day = DayField(label="Hỏi lại từ ngày")
    time = TimeField(label="Giờ")
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea)
    sure = forms.BooleanField(label="Đã đọc cho bác nghe", required=False)


def values(form: forms.Form) -> dict[str, Any]:
    """What the page shows."""
    words = [gettext("Today"), "Rà soát", "Xếp lịch", "Thu nhận", "Thẻ", "Trao"]
    marks = ["done", "done", "now", "left_out", "todo", "todo"]
    facts = [("Đọc được mã", Answer.TRUE, ""), ("Chip thật", Answer.UNCHECKED, "chưa đặt thẻ lên máy đọc")]
    facts += [("Thẻ còn hiệu lực", Answer.FALSE, "đã thu hồi 03/11/2026"), ("Ảnh", Answer.NOT_APPLICABLE, "")]
    bars = [
        Bar(start=480, end=690, label="46 khung giờ", kind="open"),
        Bar(start=690, end=780, label="nghỉ", kind="rest"),
    ]
    visits = [
        Bar(start=510, end=585, label="tháp A", url="/help/"),
        Bar(start=600, end=690, label="đón B", kind="ride", url="/help/"),
    ]
    return {
        "strip": PersonStrip(
            key="",
            name="TRẦN THỊ ĐÀO",
            spoken="bác Đào",
            sex="female",
            birth=PartialDate(year=1947),
            last4="0001",
            place="P1504 tháp A, tổ 12, tầng 15, có thang máy",
            helps=("xe lăn", "nói chậm", "con gái Hạnh ở cạnh"),
        ),
        "steps": [StepMark(word, mark) for word, mark in zip(words, marks, strict=True)],
        "states": ("todo", "doing", "wait", "wish", "done", "look", "stop", "none"),
        "rows": [
            TodayRow(
                order=1,
                text="Chờ chữ ký thứ hai",
                detail="lâu nhất 6 phút",
                count=2,
                url_name="web:help",
                action="Xem hồ sơ đầu tiên",
            ),
            TodayRow(order=2, text="Cần hỗ trợ, đã chờ quá 7 ngày", count=999_999, url_name="web:mine"),
        ],
        "facts": [
            {"name": name, "answer": answer, "evidence": why, "clause": ""} for name, answer, why in facts
        ],
        "refusal": Refusal(Code.SECOND_PERSON),
        "form": form,
        "second": SecondPersonForm(),
        "names": NAMES,
        "table": Table(
            caption="Tổ dân phố",
            heads=(Head("Tổ"), Head("Người", figure=True), Head("Đang chờ", figure=True)),
            rows=(Row(cells=("Tổ 12", "1.204", 88), url="/help/"), Row(cells=("Tổ 13", 0, 1))),
        ),
        "page": Paginator(range(200), 25).page(2),
        "bars": bar_chart(
            [("không máy nào tới được", 88, "/help/"), ("chưa có giờ tốt", 61), ("theo ý người dân", 0)],
            "người",
        ),
        "day": day_chart(
            lanes=[
                Lane(label="Máy 1, tầng 1", bars=bars, note="46"),
                Lane(label="Tổ 1, xe 2", bars=visits, url="/help/", note="4,5/8 giờ"),
            ]
        ),
        "summary": [
            Summary("Địa chỉ", "số 12/3A ngách 85/14/2 ngõ 1150", "/help/"),
            Summary("Ngày sinh", "1947"),
        ],
        "next_steps": ["Thẻ có hiệu lực từ hôm nay.", "Gọi trạm nếu thẻ hỏng."],
        "outcomes": [(text, text) for text in ("để gia đình gọi", "hỏi lại từ ngày", "xin đừng đến nữa")],
    }


def living(request: HttpRequest) -> HttpResponse:
    """The page; `?wrong=1` shows the form with its errors."""
    form = LivingForm({}) if request.GET.get("wrong") else LivingForm()
    engine: Engine = get_template("web/page.html").backend.engine  # type: ignore[attr-defined] # Django's own engine
    context = Context({**values(form), "csrf_token": "x"})
    for processor in engine.template_context_processors:
        context.update(processor(request))
    return HttpResponse(engine.from_string(TEMPLATE.read_text(encoding="utf-8")).render(context))
