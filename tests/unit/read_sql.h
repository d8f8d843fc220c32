/*
 * What several tests begin with: SQL that nothing is said of.
 */
#ifndef EM_TEST_READ_SQL_H
#define EM_TEST_READ_SQL_H

#include "sql/sql.h"
#include "test.h"

static inline Schema *read_sql(Arena *a, Dialect dialect, Str text)
{
    Source *src = NEW(a, Source);
    Schema *s = NEW(a, Schema);
    Diags diags = {.arena = a};
    *src = em_source_of(STR("t.sql"), text);
    em_sql_read(&src, 1, &(SqlOptions){.dialect = dialect}, a,
                em_test_scratch(a), &diags, s);
    CHECK(diags.list.n == 0);
    return s;
}

#endif
