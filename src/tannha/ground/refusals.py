"""Refusals of the ground: signing in, second persons, limits of access."""

from __future__ import annotations

from enum import StrEnum

from tannha.ground.refusal import Refusal, Sentences, gettext_noop


class Code(StrEnum):
    """Codes of the ground."""

    NOT_THERE = "ground.not_there"
    NOT_SIGNED_IN = "ground.not_signed_in"
    WRONG_SIGN_IN = "ground.wrong_sign_in"
    LOCKED_OUT = "ground.locked_out"
    WRONG_CODE = "ground.wrong_code"
    WRONG_PIN = "ground.wrong_pin"
    WEAK_PIN = "ground.weak_pin"
    WEAK_PASSWORD = "ground.weak_password"
    SECOND_PERSON = "ground.second_person"
    SECOND_PERSON_ROLE = "ground.second_person_role"
    USERNAME_TAKEN = "ground.username_taken"
    SINGLE_HANDED = "ground.single_handed"
    WRONG_INVITATION = "ground.wrong_invitation"
    ROLE_TODAY = "ground.role_today"
    OWN_ACCOUNT = "ground.own_account"
    SETTING_VALUE = "ground.setting_value"
    SETTING_TEXT = "ground.setting_text"
    SET_UP_CODE = "ground.set_up_code"
    SET_UP_TRIES = "ground.set_up_tries"


CATALOGUE: dict[Code, Sentences] = {
    Code.NOT_THERE: Sentences(
        cannot=gettext_noop("There is no such page."),
        why=gettext_noop("It does not exist, or it belongs to somebody else's work."),
        next_step=gettext_noop("Go back to Today, or ask the supervisor on duty."),
        link="today",
    ),
    Code.NOT_SIGNED_IN: Sentences(
        cannot=gettext_noop("This page opens after signing in."),
        why=gettext_noop("Nobody is signed in on this screen."),
        next_step=gettext_noop("Sign in with your own account."),
        link="web:sign-in",
    ),
    Code.WRONG_SIGN_IN: Sentences(
        cannot=gettext_noop("These sign-in words do not fit together."),
        why=gettext_noop("The account name or the password differs from what is kept."),
        next_step=gettext_noop("Type both again; after %(left)s more tries the account rests for a while."),
        link="web:sign-in",
    ),
    Code.LOCKED_OUT: Sentences(
        cannot=gettext_noop("This account rests now."),
        why=gettext_noop("Too many tries did not fit."),
        next_step=gettext_noop("Try again after %(until)s, or let the supervisor on duty open it."),
    ),
    Code.WRONG_CODE: Sentences(
        cannot=gettext_noop("This code does not open the account."),
        why=gettext_noop("It is not the code of this half minute, or it was used already."),
        next_step=gettext_noop("Wait for the next code and type its six digits."),
    ),
    Code.WRONG_PIN: Sentences(
        cannot=gettext_noop("This PIN does not open the page."),
        why=gettext_noop("It differs from the PIN of this account."),
        next_step=gettext_noop("Type it again; after %(left)s more tries sign in anew."),
    ),
    Code.WEAK_PIN: Sentences(
        cannot=gettext_noop("This PIN cannot be kept."),
        why=gettext_noop("A PIN has six digits, not all alike and not in a row."),
        next_step=gettext_noop("Choose six other digits."),
    ),
    Code.WEAK_PASSWORD: Sentences(
        cannot=gettext_noop("This password cannot be kept."),
        why=gettext_noop("It is short, common, or like the account's name."),
        next_step=gettext_noop("Choose at least 12 characters, for example four words."),
    ),
    Code.SECOND_PERSON: Sentences(
        cannot=gettext_noop("The second signature is missing."),
        why=gettext_noop("It must be another person's, with that person's code of this half minute."),
        next_step=gettext_noop("Ask a supervisor on duty to type name and code here."),
    ),
    Code.SECOND_PERSON_ROLE: Sentences(
        cannot=gettext_noop("This person cannot sign second here."),
        why=gettext_noop("Their role or ward does not hold this right, or they took part in the act."),
        next_step=gettext_noop("Ask a supervisor on duty who took no part."),
    ),
    Code.USERNAME_TAKEN: Sentences(
        cannot=gettext_noop("This account name cannot be given."),
        why=gettext_noop("Another account has it already."),
        next_step=gettext_noop("Choose another name."),
    ),
    Code.SINGLE_HANDED: Sentences(
        cannot=gettext_noop("One person alone cannot do this."),
        why=gettext_noop("Accounts and roles are changed by two persons once there are two."),
        next_step=gettext_noop("Ask the second administrator or supervisor to confirm."),
    ),
    Code.WRONG_INVITATION: Sentences(
        cannot=gettext_noop("This invitation does not open an account."),
        why=gettext_noop(
            "Name and code do not belong together, or the code was used or is older than a day."
        ),
        next_step=gettext_noop("Type both again, or ask the administrator for a new code."),
        link="office:welcome",
    ),
    Code.ROLE_TODAY: Sentences(
        cannot=gettext_noop("The role cannot change today."),
        why=gettext_noop("This account has already worked today, and one account has one role a day."),
        next_step=gettext_noop("Change it tomorrow, before the first sign-in."),
    ),
    Code.OWN_ACCOUNT: Sentences(
        cannot=gettext_noop("Nobody changes their own account here."),
        why=gettext_noop("Roles, resets and stops are another person's act."),
        next_step=gettext_noop("Ask the other administrator."),
    ),
    Code.SETTING_VALUE: Sentences(
        cannot=gettext_noop("This value cannot be set."),
        why=gettext_noop("It lies outside %(low)s to %(high)s, or its reason is missing."),
        next_step=gettext_noop("Give a value inside these bounds and a reason."),
    ),
    Code.SETTING_TEXT: Sentences(
        cannot=gettext_noop("This text cannot be set."),
        why=gettext_noop("It is no telephone number, or its reason is missing."),
        next_step=gettext_noop("Give a number such as 024 3825 1234 and a reason."),
    ),
    Code.SET_UP_CODE: Sentences(
        cannot=gettext_noop("The set-up page stays shut."),
        why=gettext_noop("The code differs from the one printed in the terminal."),
        next_step=gettext_noop("Copy the code of the newest start from the terminal."),
    ),
    Code.SET_UP_TRIES: Sentences(
        cannot=gettext_noop("This code opens nothing any more."),
        why=gettext_noop("Too many wrong codes were typed since the program was started."),
        next_step=gettext_noop("Stop the program in the terminal and start it again; it prints a new code."),
    ),
}


def not_there() -> Refusal:
    """Not yours and not there are the same answer."""
    return Refusal(Code.NOT_THERE)
