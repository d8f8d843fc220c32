CREATE SCHEMA blog;
CREATE TYPE state AS ENUM ('draft', 'live');
CREATE TYPE size AS ENUM ('small', 'medium', 'large');
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE users (
    id bigint PRIMARY KEY,
    login varchar(60) NOT NULL UNIQUE,
    joined date,
    tenant integer NOT NULL,
    mood mood DEFAULT 'glad'
);
CREATE TABLE blog.articles (
    id bigserial PRIMARY KEY,
    author_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title text NOT NULL,
    state state DEFAULT 'draft',
    size size,
    words bigint GENERATED ALWAYS AS IDENTITY
);
CREATE INDEX ON blog.articles (author_id);
CREATE UNIQUE INDEX articles_by_author ON blog.articles (author_id, title) WHERE title IS NOT NULL;
CREATE TABLE profiles (
    user_id bigint PRIMARY KEY REFERENCES users (id),
    nickname text,
    motto text
);
COMMENT ON COLUMN users.tenant IS 'who pays';
