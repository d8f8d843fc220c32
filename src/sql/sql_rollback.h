/*
 * Transactions that are taken back. Only for sql/.
 */
#ifndef EM_SQL_ROLLBACK_H
#define EM_SQL_ROLLBACK_H

#include "sql/sql.h"

/* Of each statement of a text, whether it is taken back; shorter than the list
 * of statements when no more are. */
typedef ARRAY_OF(bool) Rollback;

/* What is taken back of a source; nothing of large texts. */
Rollback em_sql_rollback(Source *src, const SqlOptions *o, Arena *a,
                         Arena *scratch);

#endif
