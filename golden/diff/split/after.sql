CREATE TABLE users (
    id bigint PRIMARY KEY,
    login character varying(60) NOT NULL,
    plan text DEFAULT 'trial'::text
);

CREATE TABLE profiles (
    user_id bigint PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    bio text,
    address text
);

CREATE TABLE orders (
    id bigint PRIMARY KEY,
    buyer_id bigint NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    state text NOT NULL DEFAULT 'new'::text,
    currency char(3) NOT NULL,
    CHECK (state <> '')
);

CREATE TYPE mood AS ENUM ('ok', 'happy', 'ecstatic');
CREATE TABLE diary (id bigint PRIMARY KEY, mood mood);
CREATE TABLE tags (id bigint PRIMARY KEY, name text NOT NULL);
