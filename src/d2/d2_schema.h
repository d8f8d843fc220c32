/*
 * Between schemas and D2: tables are objects of shape sql_table, relations
 * connections with crow's feet.
 */
#ifndef EM_D2_SCHEMA_H
#define EM_D2_SCHEMA_H

#include "d2/d2_model.h"
#include "graph/graph.h"
#include "schema/schema.h"

/* True for objects of shape sql_table. */
bool em_d2_is_table(const D2Object *o);

/* A schema as D2, formatted as em_d2_format would. */
void em_d2_put_schema(Buf *out, const Schema *s);

/*
 * The tables of a board as a schema: containers of tables are groups, and
 * connections between tables and groups relations. Cardinalities are those of
 * the crow's feet, or else follow from the constraints of the columns that a
 * connection names. What is no table is left out.
 */
void em_d2_schema(const D2Board *board, Arena *a, Schema *out);

/* The feet at the ends of a connection that follow from keys; MARK_COUNT:
 * nothing does, or an arrowhead was given. */
typedef struct {
    MarkKind src, dst;
} D2Feet;

/*
 * Those of each connection of a board: at foreign keys many, or one where they
 * are unique; at the other end one, or perhaps none where the foreign key may
 * be null.
 */
const D2Feet *em_d2_feet(const D2Board *board, Arena *a);

#endif
