#!/usr/bin/env python3
"""A made-up schema, the same for the same numbers, in the languages of the
programs that the speed bench compares.

    schema.py ENTITIES mmd|dot|d2 > FILE

Tables have 3 to 14 columns; each but the first refers to one or two earlier
ones, mostly to those that many refer to.
"""
import sys

NOUNS = ("account address audit_entry basket booking campaign category city comment "
         "contract country coupon customer delivery device discount document employee "
         "event feature image invoice item language ledger lesson licence location "
         "message note offer order page payment permission plan price product profile "
         "project refund region report review role session shop supplier tag task team "
         "ticket token transfer user vendor visit voucher warehouse").split()
COLUMNS = (("name", "varchar(255)"), ("status", "varchar(32)"), ("created_at", "timestamp"),
           ("updated_at", "timestamp"), ("amount", "numeric(12,2)"), ("is_active", "boolean"),
           ("description", "text"), ("position", "integer"), ("code", "char(8)"),
           ("weight", "real"), ("url", "text"))


class Random:
    """The generator of Park and Miller, so that every Python gives the same."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = self.state * 48271 % 0x7FFFFFFF
        return self.state % n


def make(n):
    """A list of (name, columns, parents); a column is (type, name, key)."""
    rng = Random(7)
    tables, popular = [], []
    for i in range(n):
        name = NOUNS[i % len(NOUNS)] + ("" if i < len(NOUNS) else f"_{i // len(NOUNS) + 1}")
        parents = []
        for _ in range(1 + rng.below(2) if i else 0):
            parent = popular[rng.below(len(popular))]
            if parent not in parents:
                parents.append(parent)
        columns = [("bigint", "id", "PK")]
        columns += [("bigint", tables[p][0] + "_id", "FK") for p in parents]
        first = rng.below(len(COLUMNS))
        for k in range(2 + rng.below(9)):
            column, kind = COLUMNS[(first + k) % len(COLUMNS)]
            columns.append((kind, column, ""))
        tables.append((name, columns, parents))
        popular += parents + [i]
    return tables


def as_mmd(tables):
    yield "erDiagram"
    for name, columns, parents in tables:
        yield f"    {name} {{"
        for kind, column, key in columns:
            yield f"        {kind.replace(',', '_')} {column} {key}".rstrip()
        yield "    }"
    for name, _, parents in tables:
        for p in parents:
            yield f"    {tables[p][0]} ||--o{{ {name} : has"


def as_dot(tables):
    yield "digraph schema {\n  rankdir=LR; node [shape=plain]; edge [dir=both, arrowtail=tee, arrowhead=crow];"
    for name, columns, _ in tables:
        rows = "".join(
            f'<tr><td>{key}</td><td port="{column}" align="left">{column}</td><td align="left">{kind}</td></tr>'
            for kind, column, key in columns)
        yield (f'  "{name}" [label=<<table border="0" cellborder="1" cellspacing="0">'
               f'<tr><td colspan="3">{name}</td></tr>{rows}</table>>];')
    for name, _, parents in tables:
        for p in parents:
            parent = tables[p][0]
            yield f'  "{parent}":id -> "{name}":{parent}_id [label="has"];'
    yield "}"


def as_d2(tables):
    for name, columns, _ in tables:
        yield f"{name}: {{\n  shape: sql_table"
        for kind, column, key in columns:
            constraint = {"PK": "primary_key", "FK": "foreign_key"}.get(key)
            tail = f" {{constraint: {constraint}}}" if constraint else ""
            yield f'  {column}: "{kind}"{tail}'
        yield "}"
    for name, _, parents in tables:
        for p in parents:
            parent = tables[p][0]
            yield f"{name}.{parent}_id -> {parent}.id: has"


WRITERS = {"mmd": as_mmd, "dot": as_dot, "d2": as_d2}


def text(n, language):
    return "\n".join(WRITERS[language](make(n))) + "\n"


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[2] not in WRITERS:
        sys.exit(__doc__)
    sys.stdout.write(text(int(sys.argv[1]), sys.argv[2]))
