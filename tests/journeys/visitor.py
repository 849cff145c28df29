"""A visitor without scripts: opens pages, fills in the forms that stand on them, follows where they lead.

Only what a page offers can be sent: a field that is not there fails the journey, as it would fail a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

_VOID = ("input", "br", "img", "link", "meta", "hr", "path")


@dataclass(slots=True)
class Form:
    """One form of a page: where it goes, what it holds already, which values its fields offer."""

    action: str
    method: str
    key: str
    values: dict[str, list[str]] = field(default_factory=dict)
    offers: dict[str, set[str]] = field(default_factory=dict)
    buttons: dict[str, set[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Collects forms, links and headings of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._open: Form | None = None
        self._link: str | None = None
        self._text = ""
        self._area: str | None = None
        self._select: str | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "svg"):
            self._hidden += 1
        if tag == "form":
            self._open = Form(
                action=told.get("action", ""), method=told.get("method", "get"), key=told.get("id", "")
            )
            self.forms.append(self._open)
        elif tag == "a" and "href" in told:
            self._link, self._text = told["href"], ""
        form = self._owner(told)
        if form is None or not told.get("name"):
            if tag == "option" and self._select and self._open:
                self._option(self._open, told)
            return
        name = told["name"]
        if tag == "input":
            self._input(form, name, told)
        elif tag == "textarea":
            self._area = name
            form.values.setdefault(name, [""])
            form.offers.setdefault(name, set())
        elif tag == "select":
            self._select = name
            form.values.setdefault(name, [])
            form.offers.setdefault(name, set())
        elif tag == "button":
            form.buttons.setdefault(name, set()).add(told.get("value", ""))

    def _owner(self, told: dict[str, str]) -> Form | None:
        if "form" in told:
            return next((form for form in self.forms if form.key == told["form"]), None)
        return self._open

    def _option(self, form: Form, told: dict[str, str]) -> None:
        assert self._select
        form.offers[self._select].add(told.get("value", ""))
        if "selected" in told or not form.values[self._select]:
            form.values[self._select] = [told.get("value", "")]

    def _input(self, form: Form, name: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text")
        value = told.get("value", "on" if kind in ("checkbox", "radio") else "")
        if kind in ("checkbox", "radio"):
            form.offers.setdefault(name, set()).add(value)
            if "checked" in told:
                form.values.setdefault(name, []).append(value)
        elif kind == "submit":
            form.buttons.setdefault(name, set()).add(value)
        else:
            form.offers.setdefault(name, set())
            if kind != "file":
                form.values.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "svg"):
            self._hidden -= 1
        if tag == "form":
            self._open = None
        elif tag == "a" and self._link is not None:
            self.links.append((self._link, " ".join(self._text.split())))
            self._link = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            self._open.values[self._area] = [data.lstrip("\n")]
        if self._link is not None:
            self._text += data
        if not self._hidden:
            self.words.append(data)


@dataclass(slots=True)
class Page:
    """An answer: its address, status and what stands on it."""

    address: str
    status: int
    forms: list[Form]
    links: list[tuple[str, str]]
    text: str

    def form_with(self, *names: str) -> Form:
        """The form that holds all these fields or buttons; fails where there is none."""
        for form in self.forms:
            if all(name in form.offers or name in form.buttons for name in names):
                return form
        raise AssertionError(f"no form with {names} on {self.address} ({self.status}):\n{self.text[:2000]}")

    def form_to(self, ending: str) -> Form:
        """The form whose action ends so."""
        for form in self.forms:
            if form.action.split("?")[0].endswith(ending):
                return form
        raise AssertionError(f"no form to {ending} on {self.address}:\n{self.text[:2000]}")

    def link_to(self, part: str) -> str:
        """The first link whose address holds this part."""
        for address, _ in self.links:
            if part in address:
                return address
        raise AssertionError(f"no link to {part} on {self.address}:\n{self.text[:2000]}")


class Visitor:
    """One person's browser."""

    def __init__(self) -> None:
        """Signed out, in Vietnamese."""
        self.client = Client()

    def open(self, address: str) -> Page:
        """Open a page and follow redirects."""
        return self._read(self.client.get(address, follow=True), address)

    def send(
        self, page: Page, form: Form, files: dict[str, list[bytes]] | None = None, **values: Any
    ) -> Page:
        """Send a form with what it holds and these values; each must be offered by the form. Follows redirects."""
        data: dict[str, Any] = {name: list(held) for name, held in form.values.items()}
        for name, value in values.items():
            wanted = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
            assert name in form.offers or name in form.buttons, f"{page.address} asks no {name}"
            offered = form.offers.get(name, set()) | form.buttons.get(name, set())
            assert not offered or set(wanted) <= offered, f"{name}={wanted} is not among {sorted(offered)}"
            data[name] = wanted
        for name, bodies in (files or {}).items():
            assert name in form.offers, f"{page.address} takes no file {name}"
            data[name] = [SimpleUploadedFile(f"{name}{place}.png", body) for place, body in enumerate(bodies)]
        address = urljoin(page.address, form.action) if form.action else page.address
        return self._read(self.client.post(address, data, follow=True), address)

    @staticmethod
    def _read(response: Any, address: str) -> Page:
        chain = getattr(response, "redirect_chain", [])
        final = urlsplit(chain[-1][0]) if chain else urlsplit(address)
        where = final.path + (f"?{final.query}" if final.query else "")
        body = response.content
        is_text = response.headers.get("Content-Type", "").startswith("text/")
        reader = _Reader()
        if is_text:
            reader.feed(body.decode())
        return Page(
            address=where,
            status=response.status_code,
            forms=reader.forms,
            links=reader.links,
            text=" ".join(" ".join(reader.words).split()),
        )
