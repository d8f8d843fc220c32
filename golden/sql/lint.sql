-- PostgreSQL: what the rules of lint are about, and what a comment allows.
CREATE TABLE user_accounts (
    id serial PRIMARY KEY,
    login_name text NOT NULL UNIQUE,
    "order" integer,
    lastSeen timestamptz
);
CREATE TABLE blog_posts (
    id serial PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES user_accounts (id),
    "isPublic" boolean,
    -- ermaid: allow lint-fk-index, fk-type
    editor_id bigint REFERENCES user_accounts (id),
    made_by integer REFERENCES user_accounts (id) -- ermaid: allow fk-index
);
CREATE TABLE post_tags (
    post_id integer NOT NULL REFERENCES blog_posts (id),
    tag_name text NOT NULL
);
CREATE TABLE post_likes (
    post_id integer REFERENCES blog_posts (id),
    account_id integer REFERENCES user_accounts (id),
    PRIMARY KEY (account_id, post_id)
);
CREATE INDEX post_likes_by_post ON post_likes (post_id);
CREATE INDEX post_likes_again ON post_likes (post_id);
CREATE INDEX post_likes_by_account ON post_likes (account_id);
CREATE INDEX post_likes_pattern ON post_likes (account_id int4_ops);
CREATE INDEX post_likes_down ON post_likes (post_id DESC);
CREATE INDEX post_likes_covering ON post_likes (post_id) INCLUDE (account_id);
CREATE TABLE post_parts (
    post_id integer,
    part integer,
    note_text text,
    note_post integer,
    note_part integer,
    UNIQUE (post_id, part),
    PRIMARY KEY (post_id, part),
    FOREIGN KEY (note_post, note_part) REFERENCES post_parts (post_id, part)
);
CREATE INDEX post_parts_notes ON post_parts (note_part, note_post);
CREATE INDEX post_parts_text ON post_parts (note_text);
CREATE UNIQUE INDEX post_parts_one_text ON post_parts (note_text);
CREATE INDEX post_parts_words ON post_parts USING gin (note_text);
CREATE TABLE app_settings (id integer PRIMARY KEY, the_value text);
-- ermaid: allow no-primary-key isolated
CREATE TABLE audit_log (line text);
