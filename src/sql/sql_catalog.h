/*
 * Catalog: what a database would know after the statements read so far.
 *
 * Statements are applied one by one, as the engine applies them. Tables, views
 * and types keep the order of their creation and are never moved, so an index
 * stays valid; what is dropped is marked. In the end em_catalog_schema makes
 * the Schema of what is left.
 */
#ifndef EM_SQL_CATALOG_H
#define EM_SQL_CATALOG_H

#include "base/map.h"
#include "schema/schema.h"

/* A name as written, folded; empty schema: none written. */
typedef struct {
    Str schema, name;
    Span span;
} SqlName;

typedef ARRAY_OF(SqlName) SqlNames;

/*
 * A type. One of the engine's own is text; one of the schema's is an index,
 * so that it may be renamed or change its values.
 */
typedef struct {
    int user;           /* in Catalog.types; NONE: text alone counts */
    Str text;           /* as the engine prints it; empty: none given */
    Str brief;          /* as people write it */
    Str user_suffix;    /* behind a user's type: "[]" */
    const Strs *values; /* of MySQL's ENUM and SET */
    bool is_set;
} SqlType;

/* A column that is being made; the catalog's form of one. */
typedef struct {
    Column is; /* type, full_type, keys: made in the end */
    SqlType type;
    bool inherited; /* from a parent, so it is renamed with that one's */
    bool is_own;    /* also said of the table itself, so it stays */
} SqlColumn;

typedef ARRAY_OF(int) Family; /* tables */

typedef struct {
    Table is; /* columns: made in the end; name: empty until then */
    ARRAY_OF(SqlColumn) columns;
    Family parents; /* it inherits from, or is a partition of */
    Family children;
    Family reads; /* a view: tables and views behind FROM */
    Str query;    /* a view's */
    int stamp;    /* of the last em_catalog_family that had it */
    bool dropped, temporary;
    bool is_settled; /* the statement that makes it was read */
    bool without_rowid;
    bool keeps_no_references; /* MySQL's engines other than InnoDB */
    int n_made;               /* MySQL: numbers given to foreign keys */
    Str collation; /* MySQL: of columns that have none; empty: not known */
} SqlTable;

typedef enum { TYPE_ENUM, TYPE_DOMAIN, TYPE_OTHER } SqlTypeKind;

typedef struct {
    SqlTypeKind kind;
    TypeDef is;
    SqlType base; /* of a domain */
    bool dropped;
} SqlTypeDef;

typedef struct {
    Dialect dialect;
    Arena *arena;
    const Source *source; /* that is being read; what is added is from there */
    ARRAY_OF(SqlTable) tables; /* and views */
    ARRAY_OF(SqlTypeDef) types;
    Map table_names, type_names; /* "schema.name" to the index, or NONE */
    Map schemas;                 /* those that were created */
    Strs search_path;
    Strs extensions; /* as typed behind CREATE EXTENSION */
    Strs left_out;   /* functions, in lower case */
    ARRAY_OF(TypeDef) collations;
    Str database; /* MySQL's: the one whose tables have no prefix */
    int stamp;
    int64_t work; /* looks at things of other tables so far */
    /* SQLite's pragmas: with the first alone, a table that is renamed is not
     * followed by references to it */
    bool renames_alone, checks_references;
    bool is_latin1; /* texts come in that encoding */
    bool is_cut;    /* MAX_WORK was reached: nothing is applied any more */
} Catalog;

void em_catalog_open(Catalog *c, Dialect d, Arena *a);

/* Whether two names are the same in this dialect. */
bool em_catalog_same(const Catalog *c, Str a, Str b);

/* Counts looks at n things. False: there were too many, see is_cut. */
bool em_catalog_work(Catalog *c, int n);

/* The schema that an unqualified new thing goes to. */
Str em_catalog_home(const Catalog *c);

/* Where temporary tables are, which hide others of their names. */
#define TEMPORARY STR("pg_temp")

/* Index of a table or view, type; NONE. Unqualified names are searched. */
int em_catalog_table(const Catalog *c, SqlName name);
int em_catalog_type(const Catalog *c, SqlName name);

/* The table of just this name; unqualified: in the schema for new ones. */
int em_catalog_table_at(const Catalog *c, SqlName name);

/* Adds or moves a name. The thing's own fields are set, too. False: another
 * table is called so, and nothing was moved. */
int em_catalog_add_table(Catalog *c, SqlName name, const SqlTable *t);
int em_catalog_add_type(Catalog *c, SqlName name, const SqlTypeDef *t);
bool em_catalog_move_table(Catalog *c, int table, Str schema, Str name);
void em_catalog_move_type(Catalog *c, int type, Str schema, Str name);

/* Drops it, and what cannot be without it. */
void em_catalog_drop_table(Catalog *c, int table);

/* CASCADE: views of a table, or of one of its columns (empty: any) go along,
 * and views of these. */
void em_catalog_drop_views(Catalog *c, int table, Str column);
void em_catalog_drop_type(Catalog *c, int type);
void em_catalog_drop_schema(Catalog *c, Str schema);

/* A table and all that inherit from it or are its partitions, each once. */
Family em_catalog_family(Catalog *c, int table);
void em_catalog_add_child(Catalog *c, int parent, int child);

/* A table that is there begins to inherit, or becomes a partition, which has
 * all keys of its parent; and what it was before. */
void em_catalog_inherit(Catalog *c, int parent, int child);
void em_catalog_attach(Catalog *c, int parent, int child, Str bound);
void em_catalog_leave(Catalog *c, int parent, int child);

/* ---- columns ---- */

int em_catalog_column(const Catalog *c, const SqlTable *t, Str name);
SqlColumn *em_catalog_add_column(Catalog *c, SqlTable *t, const SqlColumn *col);

/* Moves a column behind another; after: NONE is first. */
void em_catalog_move_column(SqlTable *t, int column, int after);
/* With the columns of the family that are inherited from it. */
void em_catalog_drop_column(Catalog *c, int table, int column);
/* False: another one is called so. */
bool em_catalog_rename_column(Catalog *c, int table, int column, Str name);

void em_catalog_set_not_null(Catalog *c, SqlTable *t, Str column);

/* ---- keys ---- */

/* Each gets the name the engine would make when it has none. Partitions get
 * the keys of their parents. */
void em_catalog_add_primary_key(Catalog *c, int table, Str name,
                                const Strs *columns);
void em_catalog_add_index(Catalog *c, int table, Index index);
void em_catalog_add_foreign_key(Catalog *c, int table, ForeignKey key);
void em_catalog_add_check(Catalog *c, int table, TableCheck check, Str column);

/* When a table's list was read: keys may stand before their columns, and one
 * that says what another says is none. */
void em_catalog_settle(Catalog *c, int table);

/*
 * MySQL: each reference has an index, its own when no other begins with its
 * columns. To be called when a statement has changed keys. In the end those
 * that references still need are not mentioned.
 */
void em_catalog_imply(Catalog *c, int table);
void em_catalog_hide_implied(Catalog *c, SqlTable *t);

/* The names it gave to references begin with the table's, so they change with
 * it; to be called before that does. */
void em_catalog_rename_made(Catalog *c, Table *t, Str name);

/* MySQL's checks that are part of a column's definition. */
void em_catalog_drop_own_checks(Catalog *c, SqlTable *t, Str column);

/* MySQL's ALTER TABLE gives a table another collation: columns keep what they
 * had, unless it converts them. In the end they do not repeat their table's. */
void em_catalog_collate(SqlTable *t, Str collation, bool converts);
void em_catalog_hide_collations(const SqlTable *t);

/* An index of the table, by its name; NONE. */
int em_catalog_own_index(const Catalog *c, const SqlTable *t, Str name);

/* Drops a constraint or key, of partitions and heirs, too. False: there is none
 * of this name. */
bool em_catalog_drop_constraint(Catalog *c, int table, Str name);

/* CASCADE: references to a table whose key is gone go along. */
void em_catalog_drop_keyless(Catalog *c, int table);
bool em_catalog_rename_constraint(Catalog *c, int table, Str from, Str to);

/* The foreign key of this name; NULL: there is none. */
ForeignKey *em_catalog_reference(Catalog *c, int table, Str name);
void em_catalog_drop_primary_key(Catalog *c, int table);

/* The table that has an index of this name, and its place; NONE. */
int em_catalog_index(Catalog *c, SqlName name, int *place);
void em_catalog_drop_index(SqlTable *t, int place);

/* Copies keys of another table, as LIKE and PARTITION OF do. */
void em_catalog_copy_keys(Catalog *c, int to, int from);

/* ---- the end ---- */

/* A name as PostgreSQL prints it: in quotes when it would be folded. */
Str em_sql_quoted(Arena *a, Str name);

/* The model of what is there. Texts are shared with the catalog. */
void em_catalog_schema(Catalog *c, Schema *out);

#endif
