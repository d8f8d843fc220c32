CREATE TABLE users (
    id bigint PRIMARY KEY,
    login varchar(255) NOT NULL UNIQUE,
    bio text,
    address text,
    plan text NOT NULL DEFAULT 'free'
);

CREATE TABLE orders (
    id bigint PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES users (id),
    state text NOT NULL DEFAULT 'new'
);

CREATE TABLE sessions (
    token text PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES users (id)
);
CREATE INDEX ON orders (customer_id);

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE diary (id bigint PRIMARY KEY, mood mood);
CREATE TABLE tags (id bigint PRIMARY KEY, name text NOT NULL);
CREATE VIEW recent AS SELECT * FROM orders;
