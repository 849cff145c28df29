# What is done often, by one short name each. `just` lists them.

default:
    @just --list

# The checks that run before every commit (under five minutes)
check:
    ./tannha test --quick

# Every lane, as CI runs them
all:
    ./tannha test

# Every lane with the full counts (hours)
night:
    ./tannha test --night

# One lane: just lane contracts
lane NAME:
    ./tannha test --only {{NAME}}

# The program with the invented ward
demo:
    ./tannha demo

# One layout for all code
format:
    .venv/bin/ruff format .
    .venv/bin/ruff check --fix .

# Pin the dependencies of pyproject.toml anew, with digests (needs uv)
pins:
    uv pip compile pyproject.toml --extra ward --extra postgres -o requirements/ward.txt {{pin_options}}
    uv pip compile pyproject.toml --extra ward --extra postgres --extra test -c requirements/ward.txt -o requirements/test.txt {{pin_options}}
    echo 'pyscard>=2.2' | uv pip compile - -o requirements/cards.txt {{pin_options}}

pin_options := "--quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links"

# Collect the texts of one room for translation: just texts roll
texts ROOM:
    cd src/tannha/{{ROOM}} && ../../../.venv/bin/django-admin makemessages -l vi --no-location --no-obsolete

# Compile every translation
compile-texts:
    .venv/bin/python docs/compile_texts.py

# The pages under docs/ that are made from the code
reference:
    .venv/bin/python docs/make_reference.py
