"""`tannha invite`: a new invitation for an account at the terminal, when nobody can sign in to make one."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tannha.ground.command import DataOption, JsonOption, Stopped, answer, command, opened, told


def register(app: typer.Typer) -> None:
    """Offer the command to the root."""
    app.command("invite")(invite)


@command
def invite(
    username: Annotated[str, typer.Argument(help="The account's name.")],
    second: Annotated[
        str | None,
        typer.Option(
            help="A second person's account; their code is asked for. Needed once there are two of each."
        ),
    ] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> int:
    """Shut an account's password and codes and print a new invitation, for a first person who came too late."""
    with opened(data) as console:
        from tannha.ground import accounts
        from tannha.ground.second_person import SecondPerson

        user = accounts.find_by_name(username, console.actor.ward_id)
        if user is None:
            raise Stopped(
                told(
                    f"There is no account {username}. The accounts are: {_names(console.actor.ward_id)}.",
                    f"Không có tài khoản {username}. Các tài khoản: {_names(console.actor.ward_id)}.",
                )
            )
        confirmer = SecondPerson(username=second, code=_code(second)) if second else None
        invited = accounts.reset_account(console.actor, user_id=user.id, second=confirmer, now=console.now)
        text = told(
            f"{user.username}: {invited.code}\nIt opens the account for 24 hours, at the address office/welcome/.",
            f"{user.username}: {invited.code}\nMã mở tài khoản trong 24 giờ, tại địa chỉ office/welcome/.",
        )
        answer({"account": user.username, "code": invited.code}, as_json=as_json, text=text)
    return 0


def _names(ward_id: object) -> str:
    from tannha.ground.accounts import list_accounts

    return ", ".join(user.username for user in list_accounts(ward_id)) or "–"  # type: ignore[arg-type] # the console's


def _code(second: str) -> str:
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(told(f"Code of {second}: ", f"Mã của {second}: "))
    return sys.stdin.readline().strip()
