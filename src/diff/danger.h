/*
 * The kinds of dangers. Only for diff/.
 */
#ifndef EM_DANGER_H
#define EM_DANGER_H

#include "diff/diff.h"
#include "diff/diff_value.h"

typedef enum {
    DANGER_TABLE_DROPPED,
    DANGER_COLUMN_DROPPED,
    DANGER_COLUMN_MOVED,
    DANGER_TABLE_RENAMED,
    DANGER_COLUMN_RENAMED,
    DANGER_TYPE_NARROWED,
    DANGER_TYPE_WIDENED,
    DANGER_TYPE_CHANGED,
    DANGER_SIGN_CHANGED,
    DANGER_TEXT_SHORTENED,
    DANGER_NOT_NULL_COLUMN_WITHOUT_DEFAULT,
    DANGER_NOT_NULL_SET,
    DANGER_NOT_NULL_REMOVED,
    DANGER_DEFAULT_ADDED,
    DANGER_DEFAULT_CHANGED,
    DANGER_DEFAULT_REMOVED,
    DANGER_AUTO_INCREMENT_REMOVED,
    DANGER_ENUM_VALUE_REMOVED,
    DANGER_ENUM_VALUE_RENAMED,
    DANGER_ENUM_REORDERED,
    DANGER_PRIMARY_KEY_CHANGED,
    DANGER_UNIQUE_ADDED,
    DANGER_UNIQUE_REMOVED,
    DANGER_INDEX_ADDED,
    DANGER_INDEX_REMOVED,
    DANGER_FK_ADDED,
    DANGER_FK_REMOVED,
    DANGER_FK_RETARGETED,
    DANGER_FK_WITHOUT_INDEX,
    DANGER_FK_ON_ONE_SIDE,
    DANGER_FK_WRONG_SIDE,
    DANGER_CASCADE_ADDED,
    DANGER_CARDINALITY_CHANGED,
    N_DANGERS
} DangerId;

/* What a danger is, in the words of an engine's facts. */
DangerRule em_danger_of(DangerId id, Dialect dialect);

/* The same of a type that changes. */
DangerRule em_danger_of_types(DangerId id, TypeSize before, TypeSize after,
                              Dialect dialect);

#endif
