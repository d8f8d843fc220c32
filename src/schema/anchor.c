/*
 * The rows a relation is about.
 */
#include "schema/schema.h"

RelationRows *em_relation_rows(const Schema *s, Anchor anchor, Arena *a)
{
    RelationRows *rows = NEW_ARRAY(a, s->relations.n, RelationRows);
    (void)anchor;
    for (int i = 0; i < s->relations.n; i++)
        rows[i] = (RelationRows){NONE, NONE, false};
    return rows;
}
