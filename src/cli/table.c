/*
 * The tables of commands, options and exit statuses. To add an option, add an
 * identifier in opt.h and a row here.
 */
#include "cli/opt.h"

#include "ermaid.h"

const Command em_commands[N_COMMANDS] = {
    [CMD_RENDER] =
        {
            STR_INIT("render"),
            STR_INIT("INPUT..."),
            STR_INIT("draw diagrams as SVG, PNG, PDF or text"),
            STR_INIT(
                "Draws each diagram of each input. This is what ermaid does "
                "when its first argument is a file.\n"
                "The suffix of -o decides the format, else -f, else it is "
                "SVG. Without -o the picture goes beside its input: schema.md "
                "becomes schema.svg; standard input goes to standard output. "
                "With several inputs -o names a folder.\n"
                "Of D2 each board that holds something is drawn: board.d2 "
                "becomes board-1.svg, board-2.svg and so on, with links "
                "between them; a PDF has a page for each, with --animate an "
                "SVG shows them all.\n"
                "A folder holds a history of SQL: its .sql files are replayed "
                "in the order of their names to the schema they lead to, "
                "without those that lead back.\n"
                "A Markdown file with several diagrams gives schema-1.svg, "
                "schema-2.svg and so on; --only picks one.\n"
                "REV:PATH is a file in a revision of git, as git has it: "
                "main:docs/schema.md, HEAD:./schema.md, :staged.md; its "
                "picture goes to standard output.\n"
                "Nothing is written for an input with errors. A picture that "
                "has not changed is not touched."),
        },
    [CMD_CHECK] =
        {
            STR_INIT("check"),
            STR_INIT("INPUT..."),
            STR_INIT("report errors and questionable schemas"),
            STR_INIT("Reports errors and the warnings of lint, and writes no "
                     "picture. With --diagnostics json, sarif or github the "
                     "report is on standard output, as text it is on "
                     "standard error.\n"
                     "--rule NAME=off switches a rule off; so does a comment "
                     "in the text, on the line itself or right above it: "
                     "\"%% ermaid: allow NAME\" in Mermaid, with # in D2 and "
                     "-- in SQL."),
        },
    [CMD_FMT] =
        {
            STR_INIT("fmt"),
            STR_INIT("INPUT..."),
            STR_INIT("write diagrams in canonical form, in place"),
            STR_INIT("Rewrites each input in place. In Markdown only the "
                     "diagrams change. Standard input goes to standard "
                     "output. With --check nothing is written: the names of "
                     "files that would change are printed, and the exit "
                     "status is 10 when there are any."),
        },
    [CMD_CONVERT] =
        {
            STR_INIT("convert"),
            STR_INIT("INPUT..."),
            STR_INIT("print the model as JSON, or as canonical Mermaid"),
            STR_INIT("Prints the model of each diagram. The suffix of -o "
                     "decides the language, else --to, else it is JSON. "
                     "Without -o it goes to standard output."),
        },
    [CMD_DIFF] =
        {
            STR_INIT("diff"),
            STR_INIT("OLD NEW"),
            STR_INIT("say what changed between two schemas"),
            STR_INIT(
                "Compares two schemas by meaning, in any two languages: "
                "tables, columns, keys, relations, enums; what was renamed or "
                "moved; and what the change can do to data. Where one of the "
                "two is a diagram, only what a diagram can say is compared.\n"
                "The suffix of -o decides the form, else --to, else it is "
                "text for people; .svg, .png and .pdf draw both schemas in "
                "one picture, with what was added, removed, changed and "
                "moved marked; .sql drafts the migration: in an order that "
                "keeps data as long as it can, with drops last, and what "
                "needs a decision in comments. It may lead to a diagram, "
                "which is then completed by what it cannot say. Of a file with "
                "several diagrams "
                "the last "
                "is compared, or the one that --only names.\n"
                "\"ermaid help dangers\" lists what a change can do."),
        },
    [CMD_VERIFY] =
        {
            STR_INIT("verify"),
            STR_INIT("OLD [MIGRATION...] NEW"),
            STR_INIT("does a migration lead from one schema to another?"),
            STR_INIT(
                "Replays the migrations, files or folders of SQL, on OLD and "
                "compares what they lead to with NEW. Prints one line and "
                "exits with 0 when both are the same (names of constraints "
                "and the order of columns do not count), else prints what "
                "still differs and exits with 10. NEW may be a diagram of the "
                "plan: then only what a diagram can say is compared.\n"
                "With -o or --to, what still differs is written as by diff: a "
                "picture, a page, JSON, or the SQL that is missing."),
        },
    [CMD_TIMELINE] =
        {
            STR_INIT("timeline"),
            STR_INIT("INPUT..."),
            STR_INIT("step through the versions of a schema"),
            STR_INIT(
                "Writes one page, which needs neither network nor server, to "
                "step through the versions of a schema: every table at the "
                "same place in all of them, and what each step changes, marked "
                "and listed with its dangers.\n"
                "Several inputs are a version each, oldest first. Of a folder "
                "with diagrams each file is one, v9 before v10 and "
                "CURRENT last; of a folder of SQL what each migration leads "
                "to; of one file each diagram.\n"
                "Without -o the page goes beside its input: schemas/ becomes "
                "schemas.html. Where -o names a folder (DIR/), a picture of "
                "each version and of each step goes there: 1-v1.svg, 1-2.svg, "
                "2-v2.svg and so on; -f says in which format.\n"
                "With --check nothing is written. The inputs are HISTORY and "
                "DRAWING: the exit status is 10 when the drawing is not what "
                "the history leads to, and what differs is printed."),
        },
    [CMD_THEMES] =
        {
            STR_INIT("themes"),
            STR_INIT(""),
            STR_INIT("list the themes"),
            STR_INIT(""),
        },
    [CMD_FONTS] =
        {
            STR_INIT("fonts"),
            STR_INIT(""),
            STR_INIT("list the built-in fonts, or print their licenses"),
            STR_INIT(""),
        },
    [CMD_COMPLETION] =
        {
            STR_INIT("completion"),
            STR_INIT("bash|zsh|fish"),
            STR_INIT("print a completion script for a shell"),
            STR_INIT("For bash: ermaid completion bash > "
                     "~/.local/share/bash-completion/completions/ermaid"),
        },
    [CMD_HELP] =
        {
            STR_INIT("help"),
            STR_INIT("[COMMAND|rules|dangers]"),
            STR_INIT("explain ermaid or one of its commands"),
            STR_INIT(""),
        },
    [CMD_VERSION] =
        {
            STR_INIT("version"),
            STR_INIT(""),
            STR_INIT("print the version"),
            STR_INIT(""),
        },
};

/* Which commands take an option. */
enum {
    RENDER = 1 << CMD_RENDER,
    CHECK = 1 << CMD_CHECK,
    FMT = 1 << CMD_FMT,
    CONVERT = 1 << CMD_CONVERT,
    DIFF = 1 << CMD_DIFF,
    VERIFY = 1 << CMD_VERIFY,
    TIMELINE = 1 << CMD_TIMELINE,
    READERS = RENDER | CHECK | FMT | CONVERT | DIFF | VERIFY | TIMELINE,
    WRITERS = RENDER | FMT | CONVERT | DIFF | VERIFY | TIMELINE,
    DRAWERS = RENDER | DIFF | VERIFY | TIMELINE,
    COMPARERS = DIFF | TIMELINE,
    ALL = (1 << N_COMMANDS) - 1
};

#define WISH(field) ((int)offsetof(ErmaidOptions, field))

const Option em_options[N_OPTIONS] = {
    [OPT_OUTPUT] = {STR_INIT("output"), 'o', VALUE_FILE, STR_INIT("FILE"),
                    .commands = WRITERS, .wish = NO_WISH,
                    .about = STR_INIT("where to write: a file, a folder "
                                      "(DIR/), or - for standard output")},
    [OPT_FORMAT] = {STR_INIT("format"),
                    'f',
                    VALUE_WORD,
                    STR_INIT("FORMAT"),
                    {STR_INIT("svg"), STR_INIT("png"), STR_INIT("pdf"),
                     STR_INIT("txt"), STR_INIT("html")},
                    RENDER | TIMELINE,
                    true,
                    STR_INIT("the format, when -o has no suffix"),
                    NO_WISH},
    [OPT_ONLY] = {STR_INIT("only"), 0, VALUE_WORD, STR_INIT("N|TITLE"),
                  .commands = DRAWERS | CONVERT, .wish = NO_WISH,
                  .about = STR_INIT("one diagram of a file, by its number "
                                    "from 1 or its title")},
    [OPT_TARGET] = {STR_INIT("target"), 0, VALUE_WORD, STR_INIT("BOARD"),
                    .commands = RENDER, .wish = NO_WISH,
                    .about = STR_INIT("one board of D2: layers.x, or \"\" for "
                                      "the first; layers.x.* with those "
                                      "inside of it")},
    [OPT_ANIMATE] = {STR_INIT("animate"), 0, VALUE_WORD, STR_INIT("MS"),
                     .commands = RENDER, .in_environment = true,
                     .about = STR_INIT("one SVG that shows the boards of a D2 "
                                       "text one after the other, each for so "
                                       "many milliseconds; 0: an SVG for each"),
                     .wish = WISH(animate)},
    [OPT_TO] = {STR_INIT("to"),
                0,
                VALUE_WORD,
                STR_INIT("LANGUAGE"),
                {STR_INIT("json"), STR_INIT("mermaid"), STR_INIT("markdown"),
                 STR_INIT("d2"), STR_INIT("sql")},
                CONVERT | DIFF | VERIFY,
                true,
                STR_INIT("the language, when -o has no suffix"),
                NO_WISH},
    [OPT_CHECK] = {STR_INIT("check"), 0, VALUE_NONE, .commands = FMT | TIMELINE,
                   .wish = NO_WISH,
                   .about = STR_INIT("write nothing; exit with 10 when a file, "
                                     "or a drawing, would change")},
    [OPT_FAIL_ON] = {STR_INIT("fail-on"),
                     0,
                     VALUE_WORD,
                     STR_INIT("SEVERITY"),
                     {STR_INIT("error"), STR_INIT("warning")},
                     CHECK,
                     true,
                     STR_INIT("what makes the exit status 1: error (the "
                              "default), or also any warning"),
                     NO_WISH},
    [OPT_RULE] = {STR_INIT("rule"), 0, VALUE_WORD, STR_INIT("NAME=LEVEL,..."),
                  .commands = CHECK, .in_environment = true,
                  .about = STR_INIT("how rules of lint count: off, note, warn "
                                    "or error; \"ermaid help rules\" lists "
                                    "them"),
                  .wish = WISH(rules)},
    [OPT_FIX] = {STR_INIT("fix"), 0, VALUE_NONE, .commands = CHECK,
                 .wish = NO_WISH,
                 .about = STR_INIT("mend in place what can be mended for "
                                   "certain, and report the rest")},
    [OPT_EXIT_CODE] = {STR_INIT("exit-code"), 0, VALUE_NONE, .commands = DIFF,
                       .wish = NO_WISH,
                       .about = STR_INIT("exit with 10 when anything "
                                         "differs")},
    [OPT_GIT] = {STR_INIT("git"), 0, VALUE_NONE, .commands = TIMELINE,
                 .wish = NO_WISH,
                 .about = STR_INIT("the input is a file in git: a version is "
                                   "what it was in a commit that changed "
                                   "the schema in it")},
    [OPT_NO_RENAMES] = {STR_INIT("no-renames"), 0, VALUE_NONE,
                        .commands = COMPARERS, .wish = NO_WISH,
                        .about = STR_INIT("guess no renames and moves: what "
                                          "was renamed is removed and added")},
    [OPT_RENAME] = {STR_INIT("rename"), 0, VALUE_WORD, STR_INIT("OLD=NEW,..."),
                    .commands = COMPARERS, .wish = NO_WISH,
                    .about = STR_INIT("what was renamed: tables, or columns "
                                      "as table.old=new")},
    [OPT_FULL] = {STR_INIT("full"), 0, VALUE_NONE, .commands = COMPARERS,
                  .wish = NO_WISH,
                  .about = STR_INIT("in the picture, show all columns, not "
                                    "only keys and what changed")},
    [OPT_PICTURE] = {STR_INIT("picture"), 0, VALUE_WORD, STR_INIT("URL"),
                     .commands = DIFF, .wish = NO_WISH,
                     .about = STR_INIT("where the picture or the page is, for "
                                       "Markdown to link")},
    [OPT_DISTANCE] = {STR_INIT("distance"), 0, VALUE_WORD, STR_INIT("N"),
                      .commands = DRAWERS | CONVERT, .in_environment = true,
                      .about = STR_INIT("how many relations from --focus, or "
                                        "from a change, tables are shown: 1, "
                                        "or all"),
                      .wish = WISH(distance)},
    [OPT_THEME] = {STR_INIT("theme"), 't', VALUE_THEME, STR_INIT("NAME"),
                   .commands = DRAWERS, .in_environment = true,
                   .about = STR_INIT("colours; see \"ermaid themes\""),
                   .wish = WISH(theme)},
    [OPT_DARK_THEME] = {STR_INIT("dark-theme"), 0, VALUE_THEME,
                        STR_INIT("NAME"), .commands = DRAWERS,
                        .in_environment = true,
                        .about = STR_INIT("a second theme in the same SVG, for "
                                          "readers who prefer dark pages"),
                        .wish = WISH(dark_theme)},
    [OPT_LOOK] = {STR_INIT("look"),
                  0,
                  VALUE_WORD,
                  STR_INIT("LOOK"),
                  {STR_INIT("ermaid"), STR_INIT("classic"), STR_INIT("neo"),
                   STR_INIT("d2")},
                  DRAWERS,
                  true,
                  STR_INIT("the arrangement of tables: ours, Mermaid 11's, "
                           "Mermaid 12's or D2's"),
                  WISH(look)},
    [OPT_DIRECTION] = {STR_INIT("direction"),
                       0,
                       VALUE_WORD,
                       STR_INIT("DIR"),
                       {STR_INIT("TB"), STR_INIT("BT"), STR_INIT("LR"),
                        STR_INIT("RL")},
                       DRAWERS,
                       true,
                       STR_INIT("which way relations run"),
                       WISH(direction)},
    [OPT_LAYOUT] = {STR_INIT("layout"),
                    'l',
                    VALUE_WORD,
                    STR_INIT("HOW"),
                    {STR_INIT("auto"), STR_INIT("columns"), STR_INIT("layered"),
                     STR_INIT("dagre"), STR_INIT("elk"),
                     STR_INIT("before-after")},
                    DRAWERS,
                    true,
                    STR_INIT("where tables stand: in columns that fill the "
                             "page, in layers that relations lead through "
                             "one way, or whichever is better; dagre and elk, "
                             "D2's engines, mean layers; before-after: the two "
                             "schemas of diff side by side"),
                    WISH(layout)},
    [OPT_COMMENTS] = {STR_INIT("comments"),
                      0,
                      VALUE_WORD,
                      STR_INIT("WHERE"),
                      {STR_INIT("column"), STR_INIT("tooltip"),
                       STR_INIT("none")},
                      DRAWERS,
                      true,
                      STR_INIT("comments of attributes: in a column, only as "
                               "tooltips (those of SQL, when nothing is said), "
                               "or not at all"),
                      WISH(comments)},
    [OPT_COLUMNS] = {STR_INIT("columns"),
                     0,
                     VALUE_WORD,
                     STR_INIT("WHICH"),
                     {STR_INIT("all"), STR_INIT("keys"), STR_INIT("none")},
                     RENDER,
                     true,
                     STR_INIT("which attributes are shown"),
                     WISH(columns)},
    [OPT_INCLUDE] = {STR_INIT("include"), 0, VALUE_WORD, STR_INIT("GLOBS"),
                     .commands = RENDER | CONVERT, .in_environment = true,
                     .about = STR_INIT("only these tables: patterns with * "
                                       "and ?, separated by commas"),
                     .wish = WISH(include)},
    [OPT_EXCLUDE] = {STR_INIT("exclude"), 0, VALUE_WORD, STR_INIT("GLOBS"),
                     .commands = RENDER | CONVERT, .in_environment = true,
                     .about = STR_INIT("without these tables"),
                     .wish = WISH(exclude)},
    [OPT_FOCUS] = {STR_INIT("focus"), 0, VALUE_WORD, STR_INIT("TABLE"),
                   .commands = RENDER | CONVERT, .in_environment = true,
                   .about = STR_INIT("a table, and the keys of its "
                                     "neighbours"),
                   .wish = WISH(focus)},
    [OPT_GROUP] = {STR_INIT("group"),
                   0,
                   VALUE_WORD,
                   STR_INIT("HOW"),
                   {STR_INIT("auto"), STR_INIT("schema"), STR_INIT("prefix"),
                    STR_INIT("none")},
                   RENDER | CONVERT,
                   true,
                   STR_INIT("containers of tables: by schema, or by what "
                            "their names begin with; auto: by schema when "
                            "there are several"),
                   WISH(group)},
    [OPT_JOIN_TABLES] = {STR_INIT("join-tables"),
                         0,
                         VALUE_WORD,
                         STR_INIT("HOW"),
                         {STR_INIT("table"), STR_INIT("line")},
                         RENDER | CONVERT,
                         true,
                         STR_INIT("pure join tables as tables, or as a line "
                                  "between those they join"),
                         WISH(join_tables)},
    [OPT_VIEWS] = {STR_INIT("views"), 0, VALUE_NONE,
                   .commands = RENDER | CONVERT, .in_environment = true,
                   .wish = NO_WISH, .about = STR_INIT("show views, too")},
    [OPT_NOTATION] = {STR_INIT("notation"),
                      0,
                      VALUE_WORD,
                      STR_INIT("HOW"),
                      {STR_INIT("auto"), STR_INIT("crow")},
                      RENDER,
                      true,
                      STR_INIT("lines between D2's tables: as the text has "
                               "them, or with the crow's feet that keys and "
                               "constraints imply"),
                      WISH(notation)},
    [OPT_ANCHOR] = {STR_INIT("anchor"),
                    0,
                    VALUE_WORD,
                    STR_INIT("WHERE"),
                    {STR_INIT("auto"), STR_INIT("row"), STR_INIT("entity")},
                    DRAWERS,
                    true,
                    STR_INIT("where lines end: at the row they are about when "
                             "that is certain, at the best row, or anywhere "
                             "on the table"),
                    WISH(anchor)},
    [OPT_ASPECT] = {STR_INIT("aspect"), 0, VALUE_WORD, STR_INIT("W:H"),
                    .commands = DRAWERS, .in_environment = true,
                    .about = STR_INIT("the shape of the page to aim at; 16:10"),
                    .wish = WISH(aspect)},
    [OPT_LEGEND] = {STR_INIT("legend"),
                    0,
                    VALUE_WORD,
                    STR_INIT("WHEN"),
                    {STR_INIT("auto"), STR_INIT("on"), STR_INIT("off")},
                    DRAWERS,
                    true,
                    STR_INIT("what marks mean, below the drawing: auto, of "
                             "deleting that cascades, where it does; and of a "
                             "change, what it can do"),
                    WISH(legend)},
    [OPT_PAD] = {STR_INIT("pad"), 0, VALUE_WORD, STR_INIT("PX"),
                 .commands = DRAWERS, .in_environment = true,
                 .about = STR_INIT("the margin around the drawing"),
                 .wish = WISH(pad)},
    [OPT_SCALE] = {STR_INIT("scale"), 's', VALUE_WORD, STR_INIT("NUMBER"),
                   .commands = DRAWERS, .in_environment = true,
                   .about = STR_INIT("size; 2 draws PNG at twice the "
                                     "pixels, -1 lets SVG fill what it "
                                     "stands in"),
                   .wish = WISH(scale)},
    [OPT_BACKGROUND] = {STR_INIT("background"), 0, VALUE_WORD,
                        STR_INIT("COLOUR"), .commands = DRAWERS,
                        .in_environment = true,
                        .about = STR_INIT("a CSS colour, or transparent"),
                        .wish = WISH(background)},
    [OPT_TEXT] = {STR_INIT("text"),
                  0,
                  VALUE_WORD,
                  STR_INIT("HOW"),
                  {STR_INIT("font"), STR_INIT("system"), STR_INIT("paths")},
                  DRAWERS,
                  true,
                  STR_INIT("text in SVG: with embedded fonts, with the "
                           "reader's fonts, or as outlines"),
                  WISH(text)},
    [OPT_FONT] = {STR_INIT("font"), 0, VALUE_FILE, STR_INIT("FILE"),
                  .commands = DRAWERS, .in_environment = true,
                  .about = STR_INIT("a font for scripts the built-in ones "
                                    "lack, in PNG and PDF"),
                  .wish = NO_WISH},
    [OPT_ID_PREFIX] = {STR_INIT("id-prefix"), 0, VALUE_WORD, STR_INIT("PREFIX"),
                       .commands = DRAWERS, .in_environment = true,
                       .about = STR_INIT("of all ids in SVG, for several "
                                         "pictures in one page"),
                       .wish = WISH(id_prefix)},
    [OPT_SALT] = {STR_INIT("salt"), 0, VALUE_WORD, STR_INIT("TEXT"),
                  .commands = DRAWERS, .in_environment = true,
                  .about = STR_INIT("any text: ids in SVG are made unlike "
                                    "those made with another one"),
                  .wish = WISH(salt)},
    [OPT_CENTER] = {STR_INIT("center"), 'c', VALUE_NONE, .commands = RENDER,
                    .in_environment = true, .wish = NO_WISH,
                    .about = STR_INIT("SVG stands in the middle of what is "
                                      "larger than it; see --scale -1")},
    [OPT_NO_XML_TAG] = {STR_INIT("no-xml-tag"), 0, VALUE_NONE,
                        .commands = RENDER, .wish = NO_WISH,
                        .about = STR_INIT("no XML declaration in SVG, which "
                                          "has none anyway")},
    [OPT_OMIT_VERSION] = {STR_INIT("omit-version"), 0, VALUE_NONE,
                          .commands = RENDER, .in_environment = true,
                          .wish = NO_WISH,
                          .about = STR_INIT("do not tell ermaid's version in "
                                            "PDF; SVG never does")},
    [OPT_LAYOUT_STATS] = {STR_INIT("layout-stats"), 0, VALUE_NONE,
                          .commands = RENDER, .wish = NO_WISH,
                          .about = STR_INIT("print what makes a drawing good "
                                            "or bad (crossings, length, "
                                            "bends, what is hidden), in px, "
                                            "instead of a picture")},
    [OPT_STOP_AFTER] = {STR_INIT("stop-after"), 0, VALUE_WORD,
                        STR_INIT("STAGE"), .commands = RENDER,
                        .in_environment = true,
                        .about =
                            STR_INIT("print what a stage made (ir, graph, "
                                     "size, layout, stats, scene, or a pass of "
                                     "layout) instead of a picture"),
                        .wish = WISH(stop_after)},
    [OPT_LANG] = {STR_INIT("lang"),
                  0,
                  VALUE_WORD,
                  STR_INIT("LANGUAGE"),
                  {STR_INIT("auto"), STR_INIT("mermaid"), STR_INIT("markdown"),
                   STR_INIT("sql"), STR_INIT("d2")},
                  READERS,
                  true,
                  STR_INIT("the language of the inputs; auto goes by content, "
                           "then by suffix"),
                  NO_WISH},
    [OPT_DIALECT] = {STR_INIT("dialect"),
                     0,
                     VALUE_WORD,
                     STR_INIT("DIALECT"),
                     {STR_INIT("auto"), STR_INIT("postgres"),
                      STR_INIT("postgresql"), STR_INIT("mysql"),
                      STR_INIT("mariadb"), STR_INIT("sqlite")},
                     READERS,
                     true,
                     STR_INIT("whose SQL the inputs are; auto finds out. With "
                              "convert --to sql, whose SQL is written"),
                     WISH(dialect)},
    [OPT_FROM] = {STR_INIT("from"),
                  0,
                  VALUE_WORD,
                  STR_INIT("DIALECT"),
                  {STR_INIT("auto"), STR_INIT("postgres"),
                   STR_INIT("postgresql"), STR_INIT("mysql"),
                   STR_INIT("mariadb"), STR_INIT("sqlite")},
                  CONVERT,
                  false,
                  STR_INIT("with --to sql, whose SQL the inputs are; auto "
                           "finds out"),
                  NO_WISH},
    [OPT_TOGETHER] = {STR_INIT("together"), 0, VALUE_NONE,
                      .commands = RENDER | CHECK | CONVERT, .wish = NO_WISH,
                      .about =
                          STR_INIT("read all inputs as one history of SQL, "
                                   "as a folder's files are")},
    [OPT_STRICT] = {STR_INIT("strict"), 0, VALUE_NONE, .commands = READERS,
                    .in_environment = true, .wish = NO_WISH,
                    .about = STR_INIT("accept exactly what Mermaid 12.3 "
                                      "accepts")},
    [OPT_MEMORY] = {STR_INIT("memory"), 0, VALUE_WORD, STR_INIT("MIB"),
                    .commands = READERS, .in_environment = true,
                    .about = STR_INIT("the most memory one input may use; "
                                      "768"),
                    .wish = NO_WISH},
    [OPT_DIAGNOSTICS] = {STR_INIT("diagnostics"),
                         0,
                         VALUE_WORD,
                         STR_INIT("FORM"),
                         {STR_INIT("text"), STR_INIT("json"), STR_INIT("sarif"),
                          STR_INIT("github")},
                         READERS,
                         true,
                         STR_INIT("the form of messages: for people, as JSON, "
                                  "SARIF 2.1.0 or GitHub workflow commands"),
                         NO_WISH},
    [OPT_QUIET] = {STR_INIT("quiet"), 'q', VALUE_NONE, .commands = READERS,
                   .in_environment = true, .wish = NO_WISH,
                   .about = STR_INIT("no messages about inputs that have no "
                                     "errors")},
    [OPT_LICENSES] = {STR_INIT("licenses"), 0, VALUE_NONE,
                      .commands = 1 << CMD_FONTS, .wish = NO_WISH,
                      .about = STR_INIT("print the licenses of the fonts")},
    [OPT_MAN] = {STR_INIT("man"), 0, VALUE_NONE, .commands = 1 << CMD_HELP,
                 .wish = NO_WISH,
                 .about = STR_INIT("print the source of the manual page")},
    [OPT_HELP] = {STR_INIT("help"), 'h', VALUE_NONE, .commands = ALL,
                  .wish = NO_WISH, .about = STR_INIT("explain the command")},
    [OPT_VERSION] = {STR_INIT("version"), 0, VALUE_NONE, .commands = ALL,
                     .wish = NO_WISH, .about = STR_INIT("print the version")},
};

const ExitStatus em_exits[] = {
    {0, STR_INIT("done")},
    {1, STR_INIT("an input has errors")},
    {2, STR_INIT("the command line is wrong")},
    {3, STR_INIT("a file could not be read or written")},
    {4, STR_INIT("a limit was exceeded: size of an input, memory, size of a "
                 "picture")},
    {5, STR_INIT("a diagram type or an output that ermaid does not draw")},
    {10,
     STR_INIT("fmt --check found a file that would change; something differs, "
              "and diff --exit-code, verify or timeline --check was asked")},
    {-1, STR_INIT("")},
};
