CREATE TABLE posts (
    id bigint PRIMARY KEY,
    title text NOT NULL,
    body text NOT NULL,
    score integer NOT NULL,
    comments integer NOT NULL,
    hot double precision NOT NULL,
    featured boolean NOT NULL
);
CREATE INDEX posts_1 ON posts (featured, title);
CREATE INDEX posts_2 ON posts (featured, score);
CREATE INDEX posts_3 ON posts (featured, comments);
CREATE INDEX posts_4 ON posts (featured, hot);
CREATE INDEX posts_5 ON posts (featured) WHERE featured;
CREATE UNIQUE INDEX posts_6 ON posts (lower(title));
