-- People's profiles in a table of their own.
CREATE TABLE profiles (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    bio text,
    address text
);

INSERT INTO profiles (user_id, bio, address)
    SELECT id, bio, address FROM users;

ALTER TABLE users
    DROP COLUMN bio,
    DROP COLUMN address;
