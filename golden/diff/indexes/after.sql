CREATE TABLE posts (
    id bigint PRIMARY KEY,
    title text NOT NULL,
    body text NOT NULL,
    score integer NOT NULL,
    comments integer NOT NULL,
    hot double precision NOT NULL,
    featured boolean NOT NULL
);
CREATE INDEX by_1 ON posts (featured, title);
CREATE INDEX by_2 ON posts (featured, score);
CREATE INDEX by_3 ON posts (featured, comments);
CREATE INDEX by_4 ON posts (featured, hot);
CREATE INDEX by_5 ON posts (featured) WHERE featured;
CREATE UNIQUE INDEX posts_6 ON posts (lower(title));
