/*
 * What a type means, whatever a dialect calls it, and how each dialect says
 * that.
 */
#ifndef EM_SQL_SENSE_H
#define EM_SQL_SENSE_H

#include "schema/schema.h"

typedef enum {
    SENSE_OTHER, /* of one engine alone; a text elsewhere */
    SENSE_BOOL,
    SENSE_INT1,
    SENSE_INT2,
    SENSE_INT3,
    SENSE_INT4,
    SENSE_INT8,
    SENSE_DECIMAL,
    SENSE_MONEY,
    SENSE_FLOAT4,
    SENSE_FLOAT8,
    SENSE_CHAR,
    SENSE_VARCHAR,
    SENSE_TEXT,
    SENSE_BINARY,
    SENSE_VARBINARY,
    SENSE_BLOB,
    SENSE_DATE,
    SENSE_TIME,
    SENSE_TIME_ZONE,
    SENSE_STAMP,
    SENSE_STAMP_ZONE,
    SENSE_YEAR,
    SENSE_INTERVAL,
    SENSE_UUID,
    SENSE_JSON,
    SENSE_JSONB,
    SENSE_BITS,
    SENSE_INET,
    SENSE_ARRAY,
    SENSE_COUNT
} SenseKind;

typedef struct {
    SenseKind kind;
    int args[2]; /* "(10,2)"; 0: not given */
    bool is_unsigned;
    bool counts; /* the engine gives a column its values, one after another */
} Sense;

/* What a type of a dialect means; enums and sets are the caller's affair. */
Sense em_sense_of(Dialect d, Str type, Arena *a);

/* The type with which a dialect says it. */
Str em_sense_type(Dialect d, Sense sense, Arena *a);

/* What is lost when a dialect says it; empty: nothing that matters. */
Str em_sense_loss(Dialect d, SenseKind kind);

/* Whether a column of the one may refer to a column of the other. */
bool em_sense_fits(SenseKind child, SenseKind parent);

static inline bool em_sense_is_int(SenseKind k)
{
    return k >= SENSE_INT1 && k <= SENSE_INT8;
}

#endif
