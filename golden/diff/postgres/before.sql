CREATE TYPE state AS ENUM ('draft', 'live', 'archived');
CREATE TYPE size AS ENUM ('small', 'large');
CREATE TABLE users (
    id integer PRIMARY KEY,
    login varchar(80) NOT NULL,
    joined text DEFAULT 'never',
    nickname text,
    motto text
);
CREATE TABLE articles (
    id bigserial PRIMARY KEY,
    author integer NOT NULL REFERENCES users (id),
    title text,
    state state DEFAULT 'draft',
    size size,
    words integer,
    CHECK (words > 0)
);
CREATE TABLE drafts (id integer PRIMARY KEY, article_id bigint REFERENCES articles (id));
CREATE INDEX ON articles (title);
CREATE INDEX articles_by_author ON articles (author_id, title);
